// What a page must be whatever it shows: free of axe-core's findings in light and dark on a phone, a desk
// and a wide screen, no wider than the window, no short word of a table broken at 1,280 px, one h1, a
// title, and nothing that moves by itself. And valid HTML, all pages in one run.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const axe_source = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
// A theme changes colors and nothing else: of the dark one only those are looked at.
const RULES = {
    light: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

const WIDTHS = {
    desk: { width: 1280, height: 800 }, phone: { width: 360, height: 740 }, wide: { width: 1920, height: 1080 },
};
const SCHEMES = ['light', 'dark'];

// Runs in the page.
async function run_axe(rules) {
    const { violations } = await globalThis.axe.run(document, {
        runOnly: rules, resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, help, nodes }) =>
        nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} (${node.failureSummary
            .split('\n').slice(1).map((line) => line.trim()).join('; ').slice(0, 200)})`));
}

// Runs in the page: what is wider than the window and not inside a box that scrolls by itself.
function find_wide() {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return '';
    const wide = [...document.body.querySelectorAll('*')]
        .filter((element) => element.getBoundingClientRect().right > room + 0.5);
    const names = wide.map((element) => element.outerHTML.slice(0, 80));
    return `${document.documentElement.scrollWidth} px wide in ${room}: ${names.slice(-2).join(' … ')}`;
}

// Runs in the page: short words in cells of tables that are squeezed until the word itself breaks.
function find_broken_words() {
    const broken = [];
    const lines_of = (node, from, to) => {
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, to);
        return new Set([...range.getClientRects()].filter((one) => one.width > 0).map((one) => Math.round(one.top))).size;
    };
    for (const cell of document.querySelectorAll('td, th')) {
        const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node; node = walk.nextNode())
            for (const { 0: word, index } of node.data.matchAll(/(?<!\S)[\p{L}\p{N}]{2,12}[.,:;]?(?!\S)/gu))
                if (!node.parentElement.closest('.sr') && lines_of(node, index, index + word.length) > 1)
                    broken.push(`the word "${word}" breaks in a cell: ${cell.outerHTML.slice(0, 120)}`);
    }
    return broken;
}

// Runs in the page: links that show neither text nor an icon, and links that lead nowhere.
function find_empty_links() {
    const seen = (link) => {
        const copy = link.cloneNode(true);
        for (const element of copy.querySelectorAll('.sr, title')) element.remove();
        return copy.querySelector('use, img') || /[^\s\u200b]/.test(copy.textContent);
    };
    return [...document.querySelectorAll('a')]
        .filter((link) => !seen(link) || ['', '#', null].includes(link.getAttribute('href')))
        .map((link) => `an empty link: ${link.outerHTML.slice(0, 160)}`);
}

// Runs in the page: at its top nothing is behind the head of a phone, and at the end of an editor nothing
// behind its bar, which axe would take for targets that are too small.
function uncover() {
    globalThis.scrollTo(0, document.querySelector('.editor-bar') ? document.body.scrollHeight : 0);
}

// A busy machine paints a page in two parts now and then: what is there already makes room for the rest.
const SHIFT_OF_PARTS = 0.05;

// Runs in the page: what moved by itself since the page was opened (Chromium's layout instability).
async function find_shifts(least) {
    const entries = await new Promise((done) => {
        new PerformanceObserver((list) => done(list.getEntries())).observe({ type: 'layout-shift', buffered: true });
        setTimeout(done, 60, []);
    });
    return entries.filter((entry) => !entry.hadRecentInput && entry.value >= least).flatMap(({ value, sources }) =>
        sources.map(({ node, previousRect: from, currentRect: to }) => `moved by itself (${value.toFixed(4)}): ` +
            `${node?.outerHTML?.slice(0, 120) ?? node?.nodeName} from ${from.x},${from.y} to ${to.x},${to.y}`));
}

/** What moved by itself, by least at the least, on the page that is open, as lines. */
export const shifts_of = (page, least = SHIFT_OF_PARTS) => page.evaluate(find_shifts, least);

async function look_once(page, what) {
    await page.evaluate(uncover);
    const findings = await page.evaluate(run_axe, RULES[what.split('-')[1]]);
    const wide = await page.evaluate(find_wide);
    if (wide) findings.push(wide);
    if (what === 'desk-light') findings.push(...await page.evaluate(find_broken_words));
    return findings.map((finding) => `${what}: ${finding}`);
}

/** Throws what is wrong with the page that is open; forms keep what is typed in them. */
export async function look(page) {
    const findings = [];
    const { h1, title } = await page.evaluate(() =>
        ({ h1: document.querySelectorAll('h1').length, title: document.title }));
    if (h1 !== 1) findings.push(`${h1} elements h1`);
    if (!title.endsWith(' · Rostrum')) findings.push(`title "${title}"`);
    findings.push(...await shifts_of(page));
    findings.push(...await page.evaluate(find_empty_links));
    await page.evaluate(axe_source);
    await at_each_size(page, async (what) => findings.push(...await look_once(page, what)));
    if (findings.length) throw new Error([...new Set(findings)].join('\n'));
}

/** Calls run("desk-light") and so on with the page at that size and in those colors. */
export async function at_each_size(page, run) {
    for (const [width, size] of Object.entries(WIDTHS)) {
        await page.setViewportSize(size);
        for (const colorScheme of SCHEMES) {
            await page.emulateMedia({ colorScheme });
            await run(`${width}-${colorScheme}`);
        }
    }
    await page.setViewportSize(WIDTHS.desk);
    await page.emulateMedia({ colorScheme: null });
}

/** Runs the Nu HTML checker once over a map of names to HTML texts; its errors as lines. */
export async function check_html(documents) {
    const folder = await mkdtemp(join(tmpdir(), 'rostrum-html-'));
    const names = [...documents.keys()];
    await Promise.all(names.map((name, i) =>
        writeFile(join(folder, `${i}.html`), documents.get(name))));
    const jar = join(dirname(require.resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
    const args = ['-jar', jar, '--errors-only', '--format', 'gnu', '--exit-zero-always', folder];
    const output = await new Promise((done, fail) => {
        execFile('java', args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
            error ? fail(error) : done(stdout + stderr));
    });
    await rm(folder, { recursive: true });
    return output.split('\n').filter((line) => /\berror\b/i.test(line)).map((line) =>
        line.replace(/^.*\/(\d+)\.html"?/, (_, i) => names[Number(i)]));
}
