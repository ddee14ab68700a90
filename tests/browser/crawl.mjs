// Every kind of page, of the demo database, as the personas that see it differently.

import assert from 'node:assert/strict';
import { look } from './look.mjs';
import { places_of } from './places.mjs';

export async function crawl(suite) {
    const titles = new Map();
    for (const { name, title_of, open } of places_of(suite)) {
        await suite.test(`${name} looks right everywhere`, async () => {
            const page = await open();
            const title = await page.title();
            assert.equal(titles.get(title) ?? title_of, title_of, `"${title}" is the title of another page, too`);
            titles.set(title, title_of);
            await look(page);
        });
    }
}
