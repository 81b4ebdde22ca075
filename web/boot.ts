// Runs before anything is drawn, in any browser, as a classic script: applies the remembered theme, and says so where
// the page itself can't run. Nothing newer than 2015 in here.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem('raypool.theme');
    if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  } catch (error) {
    // No storage: the system's theme.
  }
  if (/[?&]ui=0(&|$)/.test(location.search)) root.dataset['ui'] = 'none';
  // A module worker is the newest thing that is needed; SIMD is asked for later.
  var modern = 'noModule' in HTMLScriptElement.prototype && typeof WebAssembly === 'object' && 'at' in Array.prototype;
  if (modern) return;
  root.dataset['renderState'] = 'unsupported';
  document.addEventListener('DOMContentLoaded', function () {
    var message = document.getElementById('unsupported');
    var canvas = document.getElementById('canvas');
    if (message) message.hidden = false;
    if (canvas) canvas.hidden = true;
  });
})();
