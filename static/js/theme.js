// Runs before first paint: the saved choice (system, light, dark), else the system.
(function () {
  var saved = null;
  try { saved = localStorage.getItem('kamp:theme'); } catch (e) { /* storage refused: follow the system */ }
  var dark = saved === 'dark' || (saved !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-theme', dark ? 'dark' : 'light');
})();
