/** Closes the frame that a platform shows the registration in (Dynamic Registration 1.0, 3.8). */
export const registerScript = `(function () {
  'use strict';
  function close() {
    // The message says nothing but that we are done: any page that holds us may have it.
    (window.opener || window.parent).postMessage({ subject: 'org.imsglobal.lti.close' }, '*');
  }
  if (document.querySelector('[data-lti-close]')) close();
  var cancel = document.querySelector('[data-lti-cancel]');
  if (cancel) cancel.addEventListener('click', close);
  var form = document.querySelector('form');
  if (form) form.addEventListener('submit', function () {
    var button = form.querySelector('button');
    button.setAttribute('aria-disabled', 'true');
    button.textContent = 'Connecting …';
    form.addEventListener('submit', function (event) { event.preventDefault(); });
  });
})();
`;
