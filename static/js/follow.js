// A list answers filters, sorting and paging with its results alone. What stands around them and depends on what is asked
// for (exports, other views, sums in words, hidden fields of the filters) comes with the same answer: [data-follows].
const isInside = (element, results) => results.contains(element);

function follow(fresh, results) {
  for (const old of document.querySelectorAll('[data-follows]')) {
    const next = fresh.querySelector(`[data-follows="${CSS.escape(old.dataset.follows)}"]`);
    if (!next || isInside(old, results) || old.contains(document.activeElement) || old.isEqualNode(next)) continue;
    old.replaceWith(next);
    window.htmx.process(next);
  }
}

/** What can be chosen may depend on the other choices; what the person is choosing just now stays. */
function offer(fresh) {
  for (const select of document.querySelectorAll('[data-filters] select')) {
    const next = fresh.querySelector(`[data-filters] select[name="${CSS.escape(select.name)}"]`);
    if (!next || next.value !== select.value) continue;
    if (select !== document.activeElement && select.innerHTML !== next.innerHTML) {
      const { value } = next;
      select.replaceChildren(...next.children);
      select.value = value;
    }
    select.closest('label').className = next.closest('label').className;
  }
}

// ---- the focus stays on the head or the button of the pages that was pressed ---------------------------------------
let pressed = null;

function placeOf(link) {
  const head = link.closest?.('#results thead th');
  if (head) return { column: head.cellIndex };
  return link.matches?.('#results .pager a') ? { rel: link.rel } : null;
}

function stay({ column, rel }) {
  const heads = document.querySelector('#results thead tr');
  const pager = document.querySelector('#results .pager');
  const link = rel ? pager?.querySelector(`[rel="${rel}"]`) || pager?.querySelector('a') : heads?.cells[column]?.querySelector('a');
  link?.focus({ preventScroll: true });
}

document.addEventListener('htmx:beforeRequest', (event) => {
  if (event.detail.target?.id === 'results') pressed = event.detail.elt === document.activeElement ? placeOf(event.detail.elt) : null;
});
document.addEventListener('htmx:afterSwap', (event) => {
  const { target, xhr } = event.detail;
  if (target?.id !== 'results') return;
  const fresh = new DOMParser().parseFromString(xhr.responseText, 'text/html');
  const results = document.getElementById('results');
  if (!fresh.getElementById('main') || !results) return;
  follow(fresh, results);
  offer(fresh);
});
document.addEventListener('htmx:afterSettle', () => {
  if (pressed && document.activeElement === document.body) stay(pressed);
  pressed = null;
});
