// Rows of lists: j k move, Enter opens, x selects; select all, the bar of the selection.
import './follow.js';
import { busy, singleKeys } from './keyboard.js';
import { announce } from './live.js';

const rowsOf = (table) => [...table.tBodies[0].rows];

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || busy(event.target) || !singleKeys()) return;
  const table = event.target.closest?.('[data-rows]') || document.querySelector('main [data-rows]');
  if (!table || !['j', 'k', 'x'].includes(event.key)) return;
  const rows = rowsOf(table);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  if (event.key === 'x') {
    const tick = rows[at]?.querySelector('[data-select-row]');
    if (tick) { event.preventDefault(); tick.click(); }
    return;
  }
  const row = rows[Math.max(0, Math.min(rows.length - 1, at + (event.key === 'j' ? 1 : -1)))];
  const link = row?.querySelector('.who a') || row?.querySelector('a, button, input');
  if (link) { event.preventDefault(); link.focus(); row.scrollIntoView({ block: 'nearest' }); }
});

function refresh(scope) {
  const ticks = [...scope.querySelectorAll('[data-select-row]')];
  const chosen = ticks.filter((tick) => tick.checked).length;
  const all = scope.querySelector('[data-select-all]');
  if (all) { all.checked = chosen > 0 && chosen === ticks.length; all.indeterminate = chosen > 0 && chosen < ticks.length; }
  ticks.forEach((tick) => { tick.closest('tr').setAttribute('aria-selected', String(tick.checked)); });
  const bar = scope.querySelector('[data-selection-bar]');
  if (!bar) return;
  bar.hidden = chosen === 0;
  const count = bar.querySelector('[data-selection-count]');
  const text = chosen === 1 ? count.dataset.one : count.dataset.many.replace('%s', chosen);
  if (chosen && text !== count.textContent) { count.textContent = text; announce(text); }
}

const scopeOf = (element) => element.closest('[data-selection]') || element.closest('table');

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-select-all]')) {
    const scope = scopeOf(event.target);
    scope.querySelectorAll('[data-select-row]').forEach((tick) => { tick.checked = event.target.checked; });
    refresh(scope);
  } else if (event.target.matches('[data-select-row]')) {
    refresh(scopeOf(event.target));
  }
});
document.addEventListener('click', (event) => {
  const none = event.target.closest('[data-select-none]');
  if (!none) return;
  const scope = scopeOf(none);
  scope.querySelectorAll('[data-select-row], [data-select-all]').forEach((tick) => { tick.checked = false; });
  refresh(scope);
});
// On the way back to a page the browser gives the ticks back by itself.
addEventListener('pageshow', () => {
  new Set([...document.querySelectorAll('[data-select-row]:checked')].map(scopeOf)).forEach(refresh);
});

// A filter chosen without a connection takes effect when it is back.
let waiting = null;
document.addEventListener('htmx:sendError', (event) => { if (event.detail.elt.matches('[data-filters]')) waiting = event.detail.elt; });
addEventListener('online', () => {
  if (waiting?.isConnected) window.htmx.trigger(waiting, 'submit');
  waiting = null;
});
