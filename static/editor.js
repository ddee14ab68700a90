// The editors of records: what makes them better than without JavaScript.
(() => {
    'use strict';
    const all = (selector, root = document) => [...root.querySelectorAll(selector)];
    const form = document.querySelector('form.editor');
    if (!form) return;

    // The bar says what is not saved. Ctrl S and Ctrl Enter save.
    const unsaved = form.querySelector('[data-unsaved]');
    const say_unsaved = () => { unsaved.textContent = 'Unsaved changes'; };
    if ('dirty' in form.dataset) say_unsaved();
    form.addEventListener('input', say_unsaved);
    addEventListener('keydown', (event) => {
        const is_save = event.key === 's' && !event.shiftKey && !event.altKey;
        if (!(event.ctrlKey || event.metaKey) || event.isComposing || !(is_save || event.key === 'Enter')) return;
        event.preventDefault();
        form.requestSubmit(form.querySelector('[data-save]'));
    });
})();
