// Charts: what every kind shares (template from the tokens, redraw, hover card). The kinds are in matrix.js and series.js.
// The data formats are in docs/components.md under "Charts". Rules under our content security policy:
// no <b> or <span> in any Plotly string (they become style attributes), hover is our own card, texts are text only.
import { figure, columns, lines, pareto } from './series.js';
import { matrix } from './matrix.js';
import { separators } from './figures.js';

const root = document.documentElement;
const KINDS = { matrix, columns, pareto, lines, figure };

export const css = (name) => getComputedStyle(root).getPropertyValue(name).trim();

const CONFIG = {
  displayModeBar: false, displaylogo: false, showSendToCloud: false, plotlyServerURL: '', responsive: false,
  showAxisDragHandles: false, scrollZoom: false, doubleClick: false,
};

function axis() {
  return {
    gridcolor: css('--chart-grid'), zeroline: false, linecolor: css('--chart-axis'), tickcolor: css('--chart-axis'), ticks: '', ticklabelstandoff: 4,
    showline: false, fixedrange: true, automargin: false, ticklabeloverflow: 'allow', tickfont: { size: 12, color: css('--ink-3') },
    title: { font: { size: 12, color: css('--ink-2') }, standoff: 8 },
  };
}

function template() {
  return {
    font: { family: getComputedStyle(document.body).fontFamily, size: 12, color: css('--chart-text') },
    paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', colorway: [1, 2, 3, 4, 5].map((place) => css(`--s${place}`)),
    margin: { l: 44, r: 12, t: 12, b: 40 }, showlegend: false, dragmode: false, hovermode: 'closest', hoverdistance: 24, separators,
    xaxis: axis(), yaxis: axis(),
  };
}

function merged(base, change) {
  for (const [key, value] of Object.entries(change)) {
    const both = value && typeof value === 'object' && !Array.isArray(value) && base[key] && typeof base[key] === 'object';
    base[key] = both ? merged(base[key], value) : value;
  }
  return base;
}

/** Draws the figure {traces, layout} of a kind into `element`. */
export function plot(element, traces, layout) {
  drawing.set(element, window.Plotly.newPlot(element, traces, merged(template(), layout), CONFIG));
}

// Plotly finishes a figure in several turns; one that is wanted meanwhile is drawn after it, not into it.
const drawing = new WeakMap();
const again = new WeakSet();

function settled(element) {
  const present = drawing.get(element);
  if (!present) return true;
  if (!again.has(element)) {
    again.add(element);
    present.catch(() => {}).then(() => { drawing.delete(element); again.delete(element); if (element.isConnected) draw(element); });
  }
  return false;
}

// ---- hover: a card beside the mark, dismissed with Esc ------------------------------------------------------------
export function hover(element, linesOf) {
  const host = element.closest('.chart-host');
  host.querySelector('.hovercard')?.remove();
  let leaving = null;
  const card = document.createElement('div');
  card.className = 'hovercard';
  card.hidden = true;
  host.append(card);
  element.on('plotly_hover', (event) => {
    const point = event.points[0];
    const rows = linesOf(point);
    if (!rows) return;
    card.replaceChildren(...rows.map((text, place) => {
      const row = document.createElement(place ? 'div' : 'strong');
      row.textContent = text;
      return row;
    }));
    clearTimeout(leaving);
    card.hidden = false;
    beside(card, element, point);
  });
  const leave = () => { leaving = setTimeout(() => { card.hidden = true; }, 150); };
  element.on('plotly_unhover', leave);
  card.addEventListener('pointerenter', () => clearTimeout(leaving)); // it stays while pointed at (WCAG 1.4.13)
  card.addEventListener('pointerleave', leave);
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') document.querySelectorAll('.hovercard').forEach((card) => { card.hidden = true; });
});

function beside(card, element, point) {
  const sizes = point.data.marker?.size;
  const radius = (Array.isArray(sizes) ? sizes[point.pointIndex] : 0) / 2;
  const x = point.xaxis.l2p(point.xaxis.d2l(point.x)) + point.xaxis._offset;
  const y = point.yaxis.l2p(point.yaxis.d2l(point.y)) + point.yaxis._offset;
  const right = x + radius + 12 + card.offsetWidth < element.clientWidth;
  const left = right ? x + radius + 12 : Math.max(0, x - radius - 12 - card.offsetWidth);
  const top = Math.max(0, Math.min(y - card.offsetHeight / 2, element.clientHeight - card.offsetHeight));
  card.style.left = `${element.offsetLeft + left}px`;
  card.style.top = `${element.offsetTop + top}px`;
}

// ---- drawing and drawing again -------------------------------------------------------------------------------------
export function dataOf(element) {
  return JSON.parse(document.getElementById(element.dataset.source).textContent);
}

export function draw(element) {
  if (!settled(element)) return;
  const failed = element.closest('.chart-host')?.querySelector('.chart-failed');
  element.dataset.width = element.clientWidth;
  element.dataset.height = element.clientHeight;
  if (!element.clientWidth) return;
  try {
    if (!window.Plotly) throw new Error('plotly.js is not there');
    window.Plotly.purge(element);
    KINDS[element.dataset.chart](element, dataOf(element), tools);
    element.hidden = false;
    if (failed) failed.hidden = true;
    drawing.get(element).then(() => { drawing.delete(element); element.dataset.drawn = 'yes'; }, () => {});
  } catch (problem) {
    console.warn(`chart ${element.id}: ${problem.message}`);
    element.hidden = true;
    if (failed) failed.hidden = false;
  }
}

const tools = { css, plot, hover, draw };
const changed = (element) => Math.abs(element.clientWidth - element.dataset.width) > 4 || Math.abs(element.clientHeight - element.dataset.height) > 4;
const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => { if (target.isConnected && changed(target)) draw(target); }));

function start(scope) {
  const found = [...scope.querySelectorAll('[data-chart]')];
  if (scope.matches?.('[data-chart]')) found.push(scope);
  for (const element of found) {
    if (element.dataset.watched) continue;
    element.dataset.watched = 'yes';
    draw(element);
    sizes.observe(element);
  }
}

const all = () => document.querySelectorAll('[data-chart]');
start(document);
root.dataset.charts = 'ready';
document.addEventListener('htmx:afterSettle', (event) => start(event.detail.elt));
document.addEventListener('htmx:beforeCleanupElement', (event) => {
  if (event.detail.elt.matches?.('[data-chart]')) { sizes.unobserve(event.detail.elt); window.Plotly?.purge(event.detail.elt); }
});
document.addEventListener('click', (event) => {
  const host = event.target.closest('[data-retry-chart]')?.closest('.chart-host');
  if (!host) return;
  const chart = host.querySelector('[data-chart]');
  chart.hidden = false;
  draw(chart);
});
new MutationObserver(() => all().forEach(draw)).observe(root, { attributes: true, attributeFilter: ['data-theme'] });
// Paper is always light: draw at the printed width with the light tokens, and back.
for (const moment of ['beforeprint', 'afterprint']) addEventListener(moment, () => all().forEach(draw)); // app.js has changed the theme
