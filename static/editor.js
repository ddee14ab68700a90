// The editors of records: what makes them better than without JavaScript.
(() => {
    'use strict';
    const all = (selector, root = document) => [...root.querySelectorAll(selector)];
    const form = document.querySelector('form.editor');
    if (!form) return;

    // The bar says what is not saved. Ctrl S and Ctrl Enter save.
    const unsaved = form.querySelector('[data-unsaved]');
    const say_unsaved = () => { unsaved.textContent ||= 'Unsaved changes'; };
    if ('dirty' in form.dataset) say_unsaved();
    form.addEventListener('input', (event) => {
        if (!event.target.closest('[data-not-saved]')) say_unsaved();
    });
    addEventListener('keydown', (event) => {
        const is_save = (event.key === 's' && !event.shiftKey && !event.altKey) ||
            (event.key === 'Enter' && form.contains(event.target));
        if (!(event.ctrlKey || event.metaKey) || !is_save || event.isComposing) return;
        if (document.querySelector('dialog[open]')) return;
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

    // <textarea data-paint>: a layer behind it marks variables, references and what only looks like a
    // variable, line by line. Texts longer than SMALL characters are typed without it, and without what
    // is live.
    const SMALL = 64 * 1024;
    const texts = all('[data-paint]', form);
    const is_small = () => texts.reduce((sum, area) => sum + area.value.length, 0) <= SMALL;
    const MARKS = /\{\{[ \t]*[A-Za-z]\w*[ \t]*\}\}|@@@(?:langfuseP|p)rompt:[^\n]*?@@@|\{\{[^{}\n]*(?:\}\})?/g;
    const class_of = (text) => (text.startsWith('@') ? 'ref'
        : /^\{\{[ \t]*[A-Za-z]\w*[ \t]*\}\}$/.test(text) ? 'var' : 'mistake');
    const pieces = (text) => {
        const nodes = [];
        let end = 0;
        for (const { 0: found, index } of text.matchAll(MARKS)) {
            const mark = document.createElement('mark');
            mark.className = class_of(found);
            mark.textContent = found;
            nodes.push(text.slice(end, index), mark);
            end = index + found.length;
        }
        const line = document.createElement('div');
        line.replaceChildren(...nodes, `${text.slice(end)}\n`);
        return line;
    };
    texts.forEach((area) => {
        const layer = area.previousElementSibling;
        let painted = []; // its lines
        const repaint = (lines) => {
            const most = Math.min(lines.length, painted.length);
            let start = 0;
            let same = 0; // at the end
            while (start < most && lines[start] === painted[start]) start += 1;
            while (same < most - start && lines.at(-1 - same) === painted.at(-1 - same)) same += 1;
            for (let gone = painted.length - start - same; gone > 0; gone -= 1) layer.children[start].remove();
            const fresh = document.createDocumentFragment();
            fresh.append(...lines.slice(start, lines.length - same).map(pieces));
            layer.insertBefore(fresh, layer.children[start] ?? null);
            painted = lines;
        };
        const align = () => {
            if (layer.hidden) return;
            layer.style.right = `${area.offsetWidth - area.clientWidth - 2}px`;
            layer.style.bottom = `${layer.parentElement.clientHeight - area.offsetHeight}px`;
            layer.scrollTop = area.scrollTop;
        };
        const paint = () => {
            const { value } = area;
            const is_huge = value.length > SMALL;
            if (layer.hidden !== is_huge) area.classList.toggle('huge', is_huge);
            layer.hidden = is_huge;
            repaint(is_huge ? [] : value.split('\n'));
            align();
        };
        let later = 0; // even to ask how long a text is takes long if it is
        area.addEventListener('input', () => {
            clearTimeout(later);
            if (layer.hidden) later = setTimeout(paint, 1000);
            else paint();
        });
        area.addEventListener('scroll', align, { passive: true });
        new ResizeObserver(align).observe(area);
        addEventListener('pageshow', paint);
        paint();
    });

    // [data-live]: what the server says about the text as it is typed. It is asked as by a button, and
    // what it answers is put where the same id is; with data-names only if these differ.
    const live = all('[data-live]', form);
    let timer = 0;
    let asked = null;
    const put = (old, fresh) => {
        if (!fresh || ('names' in old.dataset && old.dataset.names === fresh.dataset.names)) return;
        old.innerHTML = fresh.innerHTML;
        if ('names' in old.dataset) old.dataset.names = fresh.dataset.names;
    };
    const refresh = async () => {
        asked?.abort();
        if (!is_small()) return;
        asked = new AbortController();
        const data = new FormData(form);
        data.set('do', 'live');
        try {
            const answer = await fetch(form.action,
                { method: 'POST', body: new URLSearchParams(data), signal: asked.signal });
            if (!answer.ok) return;
            const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
            live.forEach((old) => put(old, page.getElementById(old.id)));
        } catch { /* the next key asks again */ }
    };
    const refresh_soon = () => {
        clearTimeout(timer);
        timer = setTimeout(refresh, 600);
    };
    const stop = () => {
        clearTimeout(timer);
        asked?.abort();
    };
    if (live.length) {
        form.addEventListener('input', (event) => {
            if (event.target.id !== 'message' && event.target.id !== 'reference') refresh_soon();
        });
        form.addEventListener('submit', stop);
    }

    // A reference goes where one was typing last. Enter in its search looks for it.
    const insert = form.querySelector('[data-insert]');
    if (insert) {
        let last = texts.at(-1);
        texts.forEach((area) => area.addEventListener('focus', () => { last = area; }));
        form.querySelector('[data-insert-hint]').textContent = 'Where you typed last.';
        form.querySelector('#ref_into')?.closest('.field').remove();
        insert.addEventListener('click', (event) => {
            const picked = form.querySelector('#reference');
            event.preventDefault();
            if (!last || !picked?.value) return;
            last.focus();
            if (!document.execCommand('insertText', false, picked.value)) {
                last.setRangeText(picked.value, last.selectionStart, last.selectionEnd, 'end');
                last.dispatchEvent(new Event('input', { bubbles: true }));
            }
        });
        form.querySelector('#ref_q').addEventListener('keydown', (event) => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            stop();
            refresh();
        });
    }
})();
