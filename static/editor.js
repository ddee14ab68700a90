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

    // The rail marks the section that one is in, opens what is folded, and says what was typed into.
    const links = all('.rail a', form);
    const section_of = (link) => document.getElementById(link.hash.slice(1)).closest('.panel');
    const fold_of = (link) => section_of(link).closest('details');
    const seen = new Map(links.map((link) => [section_of(link), link]));
    const mark = (current) => links.forEach((link) =>
        link === current ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current'));
    links.forEach((link) => link.addEventListener('click', () => {
        if (fold_of(link)) fold_of(link).open = true;
        mark(link);
    }));
    form.addEventListener('focusin', (event) => {
        const link = seen.get(event.target.closest('.railed > .stack > .panel'));
        if (link) mark(link);
    });
    if (links.length) {
        mark(links[0]);
        const at_top = () => {
            const above = links.filter((link) => section_of(link).getBoundingClientRect().top < innerHeight / 3);
            if (above.length) mark(above.at(-1));
        };
        addEventListener('scroll', () => requestAnimationFrame(at_top), { passive: true });
    }
    form.addEventListener('input', (event) => {
        const link = seen.get(event.target.closest('.railed > .stack > .panel'));
        if (!link || link.querySelector('.chip')) return;
        link.insertAdjacentHTML('beforeend', ' <span class="chip state wait">Changed</span>');
    });
})();
