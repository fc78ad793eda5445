// A grid of amounts: arrow keys, paste from a spreadsheet; rows added to a form; "typed" told once typing stops.

const cells = (grid) => [...grid.querySelectorAll('[data-cell]')];

// ---- arrow keys: left and right one cell, up and down one line ---------------------------------------------
document.addEventListener('keydown', (event) => {
  const cell = event.target.closest?.('[data-grid] [data-cell]');
  if (!cell || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const all = cells(cell.closest('[data-grid]'));
  const at = all.indexOf(cell);
  const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  const next = {
    ArrowLeft: whole || cell.selectionEnd === 0 ? at - 1 : null,
    ArrowRight: whole || cell.selectionStart === cell.value.length ? at + 1 : null,
    ArrowUp: above(all, at, -1),
    ArrowDown: above(all, at, 1),
    Enter: at + 1,
  }[event.key];
  if (next === undefined || next === null || !all[next]) return;
  event.preventDefault();
  all[next].focus();
  all[next].select();
});

/** The cell in the same column of the next line in a direction. */
function above(all, at, direction) {
  const here = all[at].getBoundingClientRect();
  for (let place = at + direction; all[place]; place += direction) {
    const box = all[place].getBoundingClientRect();
    if (Math.abs(box.left - here.left) < 4 && Math.abs(box.top - here.top) > 4) return place;
  }
  return null;
}

// ---- paste: a row or a column of amounts fills the cells from here on ----------------------------------------
document.addEventListener('paste', (event) => {
  const cell = event.target.closest?.('[data-grid] [data-cell]');
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!cell || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const all = cells(cell.closest('[data-grid]'));
  let at = all.indexOf(cell);
  for (const value of text.replace(/\r/g, '').replace(/\n$/, '').split(/[\t\n]/)) {
    if (!all[at]) break;
    all[at].value = value.trim();
    at += 1;
  }
  cell.dispatchEvent(new Event('input', { bubbles: true }));
  all[Math.min(at, all.length) - 1].focus();
});

// ---- one more row: the last new one, empty, with the next number --------------------------------------------
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-row-add]');
  if (!button) return;
  const rows = [...button.closest('[data-rows-form]').querySelectorAll('[data-row]')];
  const last = rows[rows.length - 1];
  if (!last) return;
  const letter = button.closest('[data-rows-form]').dataset.rowsForm;
  const numbers = rows.map((row) => Number((row.dataset.row.match(/n(\d+)_/) || [0, 0])[1]));
  const before = last.dataset.row;
  const prefix = `${letter}n${Math.max(...numbers) + 1}_`;
  const row = last.cloneNode(true);
  row.dataset.row = prefix;
  row.classList.add('new');
  for (const element of row.querySelectorAll('*')) {
    for (const name of ['id', 'name', 'for', 'aria-describedby']) {
      if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replaceAll(before, prefix));
    }
    if (element.matches('input[type="checkbox"]')) element.checked = false;
    else if (element.matches('input, textarea')) element.value = '';
    else if (element.matches('select')) element.selectedIndex = 0;
  }
  row.querySelectorAll('.msg').forEach((message) => message.remove());
  row.querySelectorAll('.err').forEach((field) => field.classList.remove('err'));
  last.after(row);
  row.querySelector('input, select, textarea').focus();
});

// ---- tell when typing stopped --------------------------------------------------------------------------------
let waiting = 0;
function typed() {
  clearTimeout(waiting);
  waiting = setTimeout(() => document.body.dispatchEvent(new CustomEvent('kamp:typed')), 450);
}
for (const kind of ['input', 'change']) {
  document.addEventListener(kind, (event) => { if (event.target.closest?.('#line-form')) typed(); });
}
// Months filled by a rule are input, too: what returns is computed anew, and leaving asks first.
document.addEventListener('htmx:afterSettle', (event) => {
  if (event.detail.target?.id === 'at-months' || event.detail.elt?.id === 'at-months') {
    document.querySelector('#at-months [data-cell]')?.dispatchEvent(new Event('input', { bubbles: true }));
  }
});
// The explanation stays open while figures change.
document.addEventListener('toggle', (event) => {
  if (event.target.matches?.('#preview details') && event.isTrusted) document.body.dataset.howOpen = event.target.open ? 'yes' : '';
}, true);
document.addEventListener('htmx:afterSwap', (event) => {
  const details = event.detail.target?.id === 'preview' && event.detail.target.querySelector('details');
  if (details && document.body.dataset.howOpen) details.open = true;
});
