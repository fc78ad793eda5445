// The shell: everything a page does besides its own work. Pages work without it.
import './layers.js';
import './live.js';
import './palette.js';
import './keyboard.js';
import './lists.js';
import './forms.js';
import './autosave.js';
import './resume.js';

const root = document.documentElement;

// ---- appearance: system, light, dark -----------------------------------------------------------------
const darkQuery = matchMedia('(prefers-color-scheme: dark)');

function savedTheme() {
  try { return localStorage.getItem('kamp:theme') || 'system'; } catch { return 'system'; }
}

function showTheme() {
  const choice = savedTheme();
  root.dataset.theme = choice === 'dark' || (choice === 'system' && darkQuery.matches) ? 'dark' : 'light';
  document.querySelectorAll('[data-theme-choice]').forEach((button) => {
    button.setAttribute('aria-pressed', String(button.dataset.themeChoice === choice));
  });
}

darkQuery.addEventListener('change', showTheme);
addEventListener('storage', (event) => { if (event.key === 'kamp:theme') showTheme(); });

// ---- paper is light, whatever the screen is: a page in the dark would be white on white -------------------------
addEventListener('beforeprint', () => { root.dataset.screenTheme ??= root.dataset.theme; root.dataset.theme = 'light'; });
addEventListener('afterprint', () => { root.dataset.theme = root.dataset.screenTheme || root.dataset.theme; delete root.dataset.screenTheme; });

// ---- small actions by attribute -----------------------------------------------------------------------
document.addEventListener('click', (event) => {
  const theme = event.target.closest('[data-theme-choice]');
  if (theme) {
    try { localStorage.setItem('kamp:theme', theme.dataset.themeChoice); } catch { /* lasts for this page */ }
    showTheme();
  }
  if (event.target.closest('[data-print]')) print();
  const copy = event.target.closest('[data-copy]');
  if (copy) {
    navigator.clipboard.writeText(copy.dataset.copy).then(() => {
      document.dispatchEvent(new CustomEvent('kamp:toast', { detail: { text: document.getElementById('words').dataset.copied } }));
    });
  }
});

// ---- the same account in several pictures: it lights up in all of them ------------------------------------
let lit = '';
document.addEventListener('pointerover', (event) => {
  const slug = event.target.closest?.('[data-dot]')?.dataset.dot || '';
  if (slug === lit) return;
  lit = slug;
  document.querySelectorAll('.pf-grid').forEach((grid) => grid.classList.toggle('lit', Boolean(slug)));
  document.querySelectorAll('circle[data-dot]').forEach((dot) => dot.classList.toggle('lit', dot.dataset.dot === slug));
});

showTheme();
