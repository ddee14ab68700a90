// pictures.mjs FOLDER [README_PICTURE]: for people to look at. Every page of the demonstration at both
// widths and in both themes goes into FOLDER, the picture of the README into README_PICTURE.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startServer } from '../http/server.mjs';
import { launch } from './browser.mjs';
import { at_each_size } from './look.mjs';
import { places_of } from './places.mjs';
import { Suite } from './suite.mjs';

const [folder, readme_picture] = process.argv.slice(2);
if (!folder) throw new Error('usage: pictures.mjs FOLDER [README_PICTURE]');

const file_name = (name) => name.replace(/\W+/g, '-').replace(/-$/, '').toLowerCase();

async function take(place) {
    const page = await place.open();
    await at_each_size(page, (size) => page.screenshot({
        path: join(folder, `${file_name(place.name)}-${size}.png`), fullPage: true,
    }));
}

async function take_readme_picture(suite) {
    const { email, password } = suite.server.demo.find((one) => one.persona === 'Product Manager');
    const page = await suite.open({ colorScheme: 'light', viewport: { width: 1280, height: 800 } });
    await suite.sign_in(page, email, password);
    await page.visit('/');
    await page.mouse.move(0, 0);
    await page.screenshot({ path: readme_picture });
}

await mkdir(folder, { recursive: true });
const server = await startServer({ isDemo: true });
const browser = await launch();
try {
    const suite = new Suite(browser, server, true);
    if (readme_picture) await take_readme_picture(suite);
    for (const place of places_of(suite)) await take(place);
} finally {
    await browser.close();
    await server.stop();
}
