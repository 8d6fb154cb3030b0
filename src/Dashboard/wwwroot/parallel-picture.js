// Parallel coordinates as a picture to keep: the canvas' lines and the axes above them in one SVG, or that drawn as PNG.
const SVG = "http://www.w3.org/2000/svg", SHARPNESS = 2;

export async function save(axes, strokes, width, height, dark, name, format) {
  const vector = new Blob([svg(axes, strokes, width, height, dark)], { type: "image/svg+xml" });
  keep(format === "svg" ? vector : await pixels(vector, width, height), `${name}.${format}`);
}

function svg(axes, strokes, width, height, dark) {
  const ink = dark ? "#e0e4e8" : "#222222", picture = axes.cloneNode(true), lines = document.createElementNS(SVG, "g"), style = document.createElementNS(SVG, "style");
  style.textContent = `text{font:11px sans-serif;fill:${ink}}.title{font-size:12px;font-weight:600}.rule{stroke:${ink}}.brush{fill:#1f5fa8;fill-opacity:.35}`;
  picture.querySelectorAll(".brush-area").forEach(area => area.remove());
  for (const stroke of strokes) {
    const line = document.createElementNS(SVG, "path");
    for (const [key, value] of Object.entries({ d: stroke.path, stroke: stroke.colour, "stroke-width": stroke.thickness, fill: "none" })) line.setAttribute(key, value);
    lines.append(line);
  }
  picture.prepend(style, lines);
  for (const [key, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) picture.setAttribute(key, value);
  return new XMLSerializer().serializeToString(picture);
}

async function pixels(vector, width, height) {
  const image = new Image(), address = URL.createObjectURL(vector), canvas = document.createElement("canvas");
  try {
    image.src = address;
    await image.decode();
    canvas.width = width * SHARPNESS; canvas.height = height * SHARPNESS;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise(done => canvas.toBlob(done, "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

function keep(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
