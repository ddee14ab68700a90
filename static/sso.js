// Single sign-on: where a person would press the only button there is, to the provider and back, the
// page goes on by itself. The way to the provider is a link, which form-action says nothing about.
(() => {
    'use strict';
    const form = document.querySelector('form[data-go]');
    const link = document.querySelector('a[data-go]');
    if (form) form.submit();
    else if (link) location.replace(link.href);
})();
