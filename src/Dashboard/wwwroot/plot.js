// plotly.js is loaded once, with the first figure of a page.
let loading;

function plotly(url) {
  return loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => done(window.Plotly);
    script.onerror = () => { loading = undefined; failed(new Error(`${url} could not be loaded`)); };
    document.head.append(script);
  });
}

function theme(dark) {
  const ink = dark ? "#e0e4e8" : "#222", line = dark ? "#3a444e" : "#ddd";
  const axis = { gridcolor: line, zerolinecolor: line, linecolor: ink, color: ink };
  return { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font: { color: ink, family: "system-ui, sans-serif" }, xaxis: axis, yaxis: axis };
}

export async function show(element, url, drawing, dark) {
  const P = await plotly(url);
  // The page may have been left while its scripts were loaded.
  if (!element?.isConnected) return;
  const { data, layout } = JSON.parse(new TextDecoder().decode(drawing));
  const colours = theme(dark);
  const whole = {
    ...colours, ...layout, uirevision: "keep",
    xaxis: { ...colours.xaxis, ...layout.xaxis }, yaxis: { ...colours.yaxis, ...layout.yaxis },
  };
  await P.react(element, data, whole, { responsive: true, displaylogo: false, displayModeBar: false });
  element.dataset.drawn = "true";
}

export const save = (element, name, format) => window.Plotly.downloadImage(element, { format, filename: name, width: 900, height: 560 });

export const purge = element => element && window.Plotly?.purge(element);
