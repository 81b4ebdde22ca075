// Runs before anything is drawn, in any browser, as a classic script: applies the remembered theme, makes room for the
// picture, and says so where the page itself can't run. Nothing newer than 2015 in here.
declare const __RAYPOOL_SHAPES__: Record<string, number>;
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem('raypool.theme');
    if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  } catch (error) {
    // No storage: the system's theme.
  }
  // The picture's height by its width, where that is known before the picture is: of the gallery's scenes, of links, of what
  // was left here. (viewport/zoom and narrow.css)
  var named = /[?&]scene=([^&]*)/.exec(location.search);
  var linked = /[#&]size=(\d+)x(\d+)/.exec(location.hash);
  var shape: number | string | null | undefined;
  if (named) {
    shape = Object.prototype.hasOwnProperty.call(__RAYPOOL_SHAPES__, named[1]!) ? __RAYPOOL_SHAPES__[named[1]!] : null;
  } else if (linked) {
    shape = Number(linked[2]) / Number(linked[1]);
  } else if (!/[#&][st]=/.test(location.hash)) {
    try {
      shape = sessionStorage.getItem('raypool.shape') || localStorage.getItem('raypool.shape');
    } catch (error) {
      // No storage: a square.
    }
  }
  if (Number(shape) > 0) root.style.setProperty('--picture-shape', String(shape));
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
