// pictures.mjs DOCS [FOLDER]: for people to look at. The pictures of the README go into DOCS: pages of
// the demonstration at 1280 pixels, light and dark. With FOLDER, every page of it goes there, at each
// width and in both themes.

import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startServer } from '../http/server.mjs';
import { launch } from './browser.mjs';
import { at_each_size } from './look.mjs';
import { places_of } from './places.mjs';
import { Suite } from './suite.mjs';

const BYTES_MAX = 200 * 1024;

const [docs, folder] = process.argv.slice(2);
if (!docs) throw new Error('usage: pictures.mjs DOCS [FOLDER]');

const file_name = (name) => name.replace(/\W+/g, '-').replace(/-$/, '').toLowerCase();

async function take(place) {
    const page = await place.open();
    await at_each_size(page, (size) => page.screenshot({
        path: join(folder, `${file_name(place.name)}-${size}.png`), fullPage: true,
    }));
}

async function take_everything(suite) {
    await mkdir(folder, { recursive: true });
    for (const place of places_of(suite)) await take(place);
}

/** Opens the page of a prompt that has a release, a newer version and a proposal. */
async function open_record(page) {
    await page.visit('/prompts?q=refund-answer');
    await page.follow('support/refund-answer', { within: page.locator('table.list') });
}

async function take_readme_pictures(suite) {
    const pages = { list: [(page) => page.visit('/prompts'), 540], record: [open_record, 720] };
    const { email, password } = suite.server.demo.find((one) => one.persona === 'Product Manager');
    const page = await suite.open();
    await suite.sign_in(page, email, password);
    for (const [name, [open, height]] of Object.entries(pages)) {
        await page.setViewportSize({ width: 1280, height });
        await open(page);
        await page.mouse.move(0, 0);
        for (const colorScheme of ['light', 'dark']) {
            const path = join(docs, `${name}-${colorScheme}.png`);
            await page.emulateMedia({ colorScheme });
            await page.screenshot({ path });
            const { size } = await stat(path);
            if (size > BYTES_MAX) throw new Error(`${path} has ${size} bytes, more than ${BYTES_MAX}`);
        }
    }
}

const server = await startServer({ isDemo: true });
const browser = await launch();
try {
    const suite = new Suite(browser, server, true);
    await take_readme_pictures(suite);
    if (folder) await take_everything(suite);
} finally {
    await browser.close();
    await server.stop();
}
