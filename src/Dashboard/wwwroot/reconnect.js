// A page whose server went away comes back by itself: resumed where possible, else loaded anew.
const modal = document.getElementById("components-reconnect-modal");

async function reloadWhenHealthy() {
  try {
    if ((await fetch("health")).ok) { location.reload(); return; }
  } catch { /* not back yet */ }
  setTimeout(reloadWhenHealthy, 1000);
}

modal.addEventListener("components-reconnect-state-changed", event => {
  const state = event.detail.state;
  if (state === "show" && !modal.open) modal.showModal();
  else if (state === "hide") modal.close();
  else if (state === "rejected") location.reload();
  else if (state === "failed") reloadWhenHealthy();
});
