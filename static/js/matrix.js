// A matrix of any number of bands: cells, thresholds, bubbles by area, tails of what moved, the selection.
import { plain } from './figures.js';
import { placed } from './labels.js';

const CORNER = { strategic: 'triangle-ne', star: 'triangle-nw', status: 'triangle-se', opportunity: 'triangle-sw' };
const TONES = new Set([...Object.keys(CORNER), 'none']);
const NS = 'http://www.w3.org/2000/svg';

export function matrix(element, data, tools) {
  const frame = frameOf(element, data);
  const marks = frame.points.map((point) => ({ id: point.id, label: nameOf(point, frame), px: frame.px(point.x), py: frame.py(point.y), r: frame.radius(point.size), rank: rankOf(point, data) }));
  const labels = placed(labelled(marks, frame), marks, obstacles(frame, data), frame.width, frame.height);
  const { shapes, annotations, links } = ground(frame, data, tools.css);
  const traces = [...tails(frame, data, tools.css), ...bubbles(frame, data, labels, tools.css)];
  const title = (axis, standoff) => ({ text: plain(axis.label), font: { size: 12, color: tools.css('--ink-2') }, standoff });
  tools.plot(element, traces, {
    margin: frame.margin, shapes, annotations,
    xaxis: { ...range(data.x), ...ticks(data.x, frame.small), showgrid: false, title: title(data.x, 6) },
    yaxis: { ...range(data.y), ...ticks(data.y, frame.small), showgrid: false, title: frame.small ? { text: '' } : title(data.y, 4) },
  });
  tools.hover(element, (point) => { const of = frame.byId.get(point.customdata); return of ? [of.name, ...(of.tip || [])] : null; });
  element.on('plotly_click', (event) => { const of = frame.byId.get(event.points[0].customdata); if (of) setTimeout(() => select(element, of, tools)); });
  element.on('plotly_clickannotation', (event) => { if (links[event.index]) location.assign(links[event.index]); });
  element.dataset.clickable = '';
  sizeLegend(element, frame, data);
  wire(element, tools);
}

// ---- geometry ----------------------------------------------------------------------------------------------------
function frameOf(element, data) {
  const small = element.clientWidth < 520;
  const longest = Math.max(3, ...ticksOf(data.y).map(([, text]) => String(text).length));
  const left = Math.min(element.clientWidth / 4, 12 + 6.8 * longest + (small ? 0 : 18));
  const margin = small ? { l: left, r: 6, t: 8, b: 40 } : { l: left, r: 10, t: 10, b: 46 };
  const width = element.clientWidth - margin.l - margin.r;
  const height = element.clientHeight - margin.t - margin.b;
  const points = [...data.points].sort((a, b) => (b.size || 0) - (a.size || 0));
  const biggest = Math.max(1e-9, ...points.map((point) => point.size || 0));
  const share = (value, axis) => { const at = (value - axis.min) / (axis.max - axis.min); return axis.reversed ? 1 - at : at; };
  const most = small ? 20 : 30;
  const least = small ? 4 : 5;
  return {
    small, margin, width, height, points, byId: new Map(points.map((point) => [point.id, point])),
    px: (value) => width * share(value, data.x), py: (value) => height * (1 - share(value, data.y)),
    radius: (size) => Math.max(least, most * Math.sqrt(Math.max(0, size || 0) / biggest)),
  };
}

const range = (axis) => ({ range: axis.reversed ? [axis.max, axis.min] : [axis.min, axis.max] });
const borders = (axis) => [axis.min, ...axis.cuts, axis.max];

function ticksOf(axis) {
  if (axis.bands?.length) {
    const edges = borders(axis);
    return axis.bands.map((name, band) => [(edges[band] + edges[band + 1]) / 2, name]);
  }
  return axis.ticks || axis.cuts.map((cut) => [cut, String(cut)]);
}

function ticks(axis, small) {
  let shown = ticksOf(axis);
  if (small && !axis.bands?.length) shown = shown.filter(([value]) => axis.cuts.includes(value));
  return { tickmode: 'array', tickvals: shown.map(([value]) => value), ticktext: shown.map(([, text]) => plain(text)) };
}

// ---- labels ---------------------------------------------------------------------------------------------------------
const nameOf = (point, frame) => (frame.small ? point.label.split(' ')[0] : point.label);
const rankOf = (point, data) => (point.id === data.selected ? 2 : point.moved ? 1 : 0);

function labelled(marks, frame) {
  const biggest = new Set(marks.slice(0, frame.small ? 4 : 99).map((mark) => mark.id));
  return marks.filter((mark) => biggest.has(mark.id) || mark.rank);
}

const hasTail = (point, data) => point.before && data.trails !== 'none' && (data.trails === 'all' || point.moved || point.id === data.selected);

function obstacles(frame, data) {
  const boxes = [];
  for (const point of frame.points) {
    if (!hasTail(point, data)) continue;
    for (let step = 0; step <= 10; step += 1) {
      const x = frame.px(point.before[0] + ((point.x - point.before[0]) * step) / 10);
      const y = frame.py(point.before[1] + ((point.y - point.before[1]) * step) / 10);
      boxes.push({ x0: x - 4, x1: x + 4, y0: y - 4, y1: y + 4 });
    }
  }
  for (const { left, top, width, height } of cornerBoxes(frame, data)) boxes.push({ x0: left, x1: left + width, y0: top, y1: top + height });
  for (const cut of data.x.cuts) boxes.push(...strips(frame.px(cut), frame.height, true));
  for (const cut of data.y.cuts) boxes.push(...strips(frame.py(cut), frame.width, false));
  return boxes;
}

function strips(at, length, upright) {
  return Array.from({ length: 40 }, (_, place) => {
    const from = (length * place) / 40;
    const to = (length * (place + 1)) / 40;
    return upright ? { x0: at - 1.5, x1: at + 1.5, y0: from, y1: to, soft: true } : { y0: at - 1.5, y1: at + 1.5, x0: from, x1: to, soft: true };
  });
}

// ---- cells --------------------------------------------------------------------------------------------------------------
/** In a 2×2 the names stand in the outer corners; in larger grids at the top left of each cell. */
function corner(cell, data) {
  const [columns, rows] = [data.x.cuts.length + 1, data.y.cuts.length + 1];
  const two = columns <= 2 && rows <= 2;
  const atRight = two && (data.x.reversed ? cell.x === 0 : cell.x === columns - 1) && columns > 1;
  const atTop = !two || (data.y.reversed ? cell.y === 0 : cell.y === rows - 1);
  return { two, atRight, atTop };
}

function box(cell, data) {
  const [xs, ys] = [borders(data.x), borders(data.y)];
  const side = (edges, band, reversed) => (reversed ? [edges[band + 1], edges[band]] : [edges[band], edges[band + 1]]);
  const [left, right] = side(xs, cell.x, data.x.reversed);
  const [low, high] = side(ys, cell.y, data.y.reversed);
  return { left, right, low, high };
}

function cornerBoxes(frame, data) {
  return data.cells.filter((cell) => cell.name).map((cell) => {
    const { atRight, atTop, two } = corner(cell, data);
    const edges = box(cell, data);
    const words = Math.max(cell.name.length, frame.small ? 0 : (cell.note || '').length);
    const width = Math.min(words * 6.4 + 12, Math.abs(frame.px(edges.right) - frame.px(edges.left)));
    const height = frame.small || !cell.note ? 22 : 40;
    return {
      width, height,
      left: atRight ? frame.px(edges.right) - width : frame.px(edges.left),
      top: atTop ? frame.py(edges.high) : frame.py(edges.low) - height,
    };
  });
}

function ground(frame, data, css) {
  const shapes = [];
  const annotations = [];
  const links = []; // of the annotations, in their order
  const tinted = data.cells.some((cell) => TONES.has(cell.tone));
  if (!tinted) shapes.push({ type: 'rect', layer: 'below', xref: 'paper', yref: 'paper', x0: 0, x1: 1, y0: 0, y1: 1, line: { width: 1, color: css('--line-2') }, fillcolor: css('--sunken') });
  for (const cell of data.cells) {
    const edges = box(cell, data);
    if (TONES.has(cell.tone)) shapes.push({ type: 'rect', layer: 'below', x0: edges.left, x1: edges.right, y0: edges.low, y1: edges.high, line: { width: 0 }, fillcolor: css(`--ka-${cell.tone}-tint`) });
    if (!cell.name) continue;
    for (const words of cellWords(cell, edges, frame, data, css)) {
      annotations.push({ ...words, captureevents: Boolean(cell.url) });
      links.push(cell.url);
    }
  }
  const line = (x0, x1, y0, y1) => ({ type: 'line', layer: 'below', x0, x1, y0, y1, line: { color: css(tinted ? '--chart-threshold' : '--line-2'), width: 1 } });
  for (const cut of data.x.cuts) shapes.push(line(cut, cut, data.y.min, data.y.max));
  for (const cut of data.y.cuts) shapes.push(line(data.x.min, data.x.max, cut, cut));
  return { shapes, annotations, links };
}

function cellWords(cell, edges, frame, data, css) {
  const { two, atRight, atTop } = corner(cell, data);
  const at = {
    x: atRight ? edges.right : edges.left, y: atTop ? edges.high : edges.low, xanchor: atRight ? 'right' : 'left', yanchor: atTop ? 'top' : 'bottom',
    xshift: atRight ? -8 : 8, align: atRight ? 'right' : 'left', showarrow: false,
  };
  const room = Math.abs(frame.px(edges.right) - frame.px(edges.left)) - 16;
  const written = fitted(cell.name, room, two ? 7.2 : 6.4);
  const name = { ...at, yshift: (atTop ? -1 : 1) * (two ? 6 : 4), text: written, font: two ? { size: 13, weight: 600, color: css('--ink') } : { size: 12, color: css('--ink-3') } };
  const high = Math.abs(frame.py(edges.high) - frame.py(edges.low));
  if (frame.small || !cell.note || high < 60) return [name];
  return [name, { ...at, yshift: (atTop ? -1 : 1) * (two ? 23 : 20), text: fitted(cell.note, room, 6.4), font: { size: 12, color: css('--ink-3') } }];
}

function fitted(text, room, letter) {
  const most = Math.max(3, Math.floor(room / letter));
  return plain(text.length <= most ? text : `${text.slice(0, most - 1)}…`);
}

// ---- marks --------------------------------------------------------------------------------------------------------------
function tails(frame, data, css) {
  const traces = [];
  for (const point of frame.points) {
    if (!hasTail(point, data)) continue;
    const wide = frame.px(point.x) - frame.px(point.before[0]);
    const high = frame.py(point.y) - frame.py(point.before[1]);
    const length = Math.hypot(wide, high);
    const reach = frame.radius(point.size) + (point.id === data.selected ? 5 : 1);
    if (length <= reach) continue;
    const part = 1 - reach / length;
    traces.push({
      x: [point.before[0], point.before[0] + (point.x - point.before[0]) * part], y: [point.before[1], point.before[1] + (point.y - point.before[1]) * part],
      mode: 'lines+markers', hoverinfo: 'skip', line: { color: css('--ink'), width: 1.6 },
      marker: { size: [6, 0], color: css('--chart-halo'), line: { color: css('--ink'), width: 1.3 }, opacity: 1 },
    });
  }
  return traces;
}

const colour = (tone, css) => (TONES.has(tone) ? css(`--ka-${tone}`) : css('--ink-2'));

function bubbles(frame, data, labels, css) {
  const { points } = frame;
  const x = points.map((point) => point.x);
  const y = points.map((point) => point.y);
  const sizes = points.map((point) => 2 * frame.radius(point.size));
  const isSelected = (point) => point.id === data.selected;
  const traces = [{
    x, y, mode: 'markers+text', hoverinfo: 'none', customdata: points.map((point) => point.id), cliponaxis: false,
    text: points.map((point) => (labels[point.id] ? plain(nameOf(point, frame)) : '')), textposition: points.map((point) => labels[point.id] || 'top center'),
    textfont: { size: frame.small ? 11 : 12, color: points.map((point) => css(isSelected(point) ? '--ink' : '--ink-2')), weight: points.map((point) => (isSelected(point) ? 600 : 400)) },
    marker: {
      size: sizes, sizemode: 'diameter', opacity: 1, color: points.map((point) => (point.provisional ? css('--chart-halo') : colour(point.tone, css))),
      line: { color: points.map((point) => (point.provisional ? colour(point.tone, css) : css('--chart-halo'))), width: points.map((point) => (point.provisional ? 2 : 1.5)) },
    },
  }];
  if (data.marks) {
    traces.push({
      x, y, mode: 'markers', hoverinfo: 'skip',
      marker: { symbol: points.map((point) => CORNER[point.tone] || 'circle'), size: points.map((point, place) => (CORNER[point.tone] && sizes[place] > 18 ? 8 : 0)), color: points.map((point) => (point.provisional ? colour(point.tone, css) : css('--chart-halo'))), opacity: 1, line: { width: 0 } },
    });
  }
  const ringed = frame.byId.get(data.lit || data.selected);
  if (ringed) {
    traces.push({ x: [ringed.x], y: [ringed.y], mode: 'markers', hoverinfo: 'skip', cliponaxis: false, marker: { symbol: 'circle-open', size: 2 * frame.radius(ringed.size) + 8, color: css('--ink'), opacity: 1, line: { width: 2 } } });
  }
  return traces;
}

// ---- selection -------------------------------------------------------------------------------------------------------------
const read = (element) => JSON.parse(document.getElementById(element.dataset.source).textContent);

function write(element, change, draw) {
  document.getElementById(element.dataset.source).textContent = JSON.stringify({ ...read(element), ...change });
  draw(element);
}

function select(element, point, { draw }) {
  const again = read(element).selected === point.id;
  write(element, { selected: point.id, lit: undefined }, draw);
  element.dispatchEvent(new CustomEvent('kamp:select', { bubbles: true, detail: { id: point.id, url: point.url || '' } }));
  const { inspector } = element.closest('.chart-host').dataset;
  if (!inspector) return;
  if (again) { document.querySelector(`${inspector} h2 a`)?.focus(); return; }
  const url = new URL(location.href);
  url.searchParams.set('a', point.id);
  window.htmx.ajax('GET', url.pathname + url.search, { target: inspector, select: inspector, swap: 'outerHTML' }).then(() => {
    history.pushState({ htmx: true }, '', url);
    document.dispatchEvent(new CustomEvent('kamp:announce', { detail: { text: [point.name, ...(point.tip || []).slice(0, 1)].join(', ') } }));
  });
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** The nearest bubble in the direction of an arrow key, or the largest when none is lit. */
function nearest(data, [right, up]) {
  const from = data.points.find((point) => point.id === (data.lit || data.selected));
  if (!from) return data.points[0];
  const turn = (axis) => (axis.reversed ? -1 : 1) / (axis.max - axis.min);
  let best = null;
  for (const point of data.points) {
    const x = (point.x - from.x) * turn(data.x);
    const y = (point.y - from.y) * turn(data.y);
    const along = x * right + y * up;
    if (point === from || along <= 0) continue;
    const cost = along + 2 * Math.abs(right ? y : x);
    if (!best || cost < best.cost) best = { point, cost };
  }
  return best?.point || from;
}

/** Rows with data-point light their bubble; arrows walk over the bubbles while the chart's box has the focus, Enter selects. */
function wire(element, tools) {
  if (element.dataset.wired) return;
  element.dataset.wired = 'yes';
  const host = element.closest('.chart-host');
  const light = (id) => { if (element.isConnected && (read(element).lit || '') !== id) write(element, { lit: id || undefined }, tools.draw); };
  const rowOf = (event) => event.target.closest?.('[data-point]');
  for (const kind of ['pointerover', 'focusin']) document.addEventListener(kind, (event) => { if (rowOf(event)) light(rowOf(event).dataset.point); });
  for (const kind of ['pointerout', 'focusout']) document.addEventListener(kind, (event) => { if (rowOf(event)) light(''); });
  host.addEventListener('keydown', (event) => {
    if (event.target !== host) return;
    const data = read(element);
    if (STEPS[event.key] && data.points.length) {
      event.preventDefault();
      const point = nearest(data, STEPS[event.key]);
      light(point.id);
      document.dispatchEvent(new CustomEvent('kamp:announce', { detail: { text: [point.name, ...(point.tip || [])].join(', ') } }));
    }
    const point = data.points.find((each) => each.id === (data.lit || data.selected));
    if (event.key === 'Enter' && point) { event.preventDefault(); select(element, point, tools); }
  });
}

// ---- size legend ---------------------------------------------------------------------------------------------------------------
function sizeLegend(element, frame, data) {
  const host = document.querySelector(`[data-size-legend="${CSS.escape(element.id)}"]`);
  if (!host || !data.sizes?.length) return;
  host.querySelector('svg')?.remove();
  const svg = document.createElementNS(NS, 'svg');
  const add = (tag, attributes, text) => {
    const node = document.createElementNS(NS, tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text) node.textContent = text;
    svg.append(node);
  };
  const steps = [...data.sizes].sort((a, b) => b.size - a.size);
  const widest = frame.radius(steps[0].size);
  const [middle, height] = [widest + 1, Math.max(2 * widest + 2, 14 * steps.length)];
  steps.forEach((step, place) => {
    const r = frame.radius(step.size);
    const y = 11 + (place * (height - 13)) / Math.max(1, steps.length - 1);
    add('circle', { cx: middle, cy: height - 1 - r, r });
    add('path', { d: `M${middle} ${height - 1 - 2 * r}L${2 * widest + 10} ${y - 4}` });
    add('text', { x: 2 * widest + 14, y }, step.label);
  });
  svg.setAttribute('class', 'size-legend');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('width', 2 * widest + 20 + 7 * Math.max(...steps.map((step) => step.label.length)));
  svg.setAttribute('height', height);
  host.prepend(svg);
}
