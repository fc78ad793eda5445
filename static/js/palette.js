// The search palette: places to go before a search, what was found after; the input keeps the focus.
import { announce } from './live.js';

const palette = document.getElementById('palette');
if (palette) {
  const input = palette.querySelector('input');
  const list = palette.querySelector('[role="listbox"]');
  const start = [...list.childNodes].map((node) => node.cloneNode(true)); // the navigation, shown before a search
  const options = () => [...list.querySelectorAll('[role="option"]:not([aria-disabled])')];
  const choose = (option) => {
    options().forEach((each) => each.setAttribute('aria-selected', String(each === option)));
    if (option) { input.setAttribute('aria-activedescendant', option.id); option.scrollIntoView({ block: 'nearest' }); }
    else input.removeAttribute('aria-activedescendant');
  };
  const begin = () => {
    list.replaceChildren(...start.map((node) => node.cloneNode(true)));
    choose(null);
  };
  input.addEventListener('keydown', (event) => {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute('aria-selected') === 'true');
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && all.length) {
      choose(all[(at + (event.key === 'ArrowDown' ? 1 : all.length + (at < 0 ? 0 : -1))) % all.length]);
      event.preventDefault();
    }
    if (event.key === 'Enter' && at >= 0) { event.preventDefault(); all[at].click(); }
  });
  input.addEventListener('input', () => { if (!input.value.trim()) begin(); });
  input.addEventListener('htmx:configRequest', (event) => { if (!input.value.trim()) event.preventDefault(); });
  // An answer on its way while the text was taken away is to a question nobody asks any more.
  list.addEventListener('htmx:beforeSwap', (event) => { if (!input.value.trim()) event.detail.shouldSwap = false; });
  list.addEventListener('htmx:afterSwap', () => {
    const [first] = options();
    choose(first);
    announce(first ? `${document.getElementById('words').dataset.results}: ${options().length}` : list.textContent.trim());
  });
  list.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    const isHere = link && link.pathname === location.pathname && link.search === location.search;
    if (isHere && !event.ctrlKey && !event.metaKey) palette.close(); // no new page takes it away
  });
  palette.addEventListener('close', () => { input.value = ''; begin(); });
}
