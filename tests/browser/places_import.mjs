// Import, export, starters, help, and addresses that lead nowhere.

import { sending } from './places_form.mjs';

const PASTE = 'Text instead of a file';

const some = JSON.stringify({
    rostrum: 1, kind: 'organization',
    prompts: [
        { name: 'crawl/imported', body: 'Hello {{name}}' },
        { name: 'crawl//refused', body: 'x' },
        { name: 'data/weekly-report', body: 'Another body' },
    ],
    agents: [
        { name: 'Crawler', config: { model: { name: 'm' }, prompt: { name: 'crawl/imported' } } },
        { name: 'Broken', config: { model: { name: 'm', temperature: 'warm' } } },
    ],
    teams: [{ name: 'Crawlers', kind: 'sequential', member_details: [{ agent: 'Crawler' }] }],
});

const nothing = JSON.stringify({
    rostrum: 1, kind: 'organization', prompts: [{ name: 'crawl//refused', body: 'x' }],
});

function bundles(at) {
    at('Product Manager', 'import', '/import');
    at('Product Manager', 'import, refused', '/import',
        { title_of: 'import', then: sending({ [PASTE]: '{"a": 1' }, 'Review import', 422) });
    at('Product Manager', 'import, the plan', '/import', { then: sending({ [PASTE]: some }, 'Review import', 200) });
    at('Product Manager', 'import, all refused', '/import',
        { title_of: 'import, the plan', then: sending({ [PASTE]: nothing }, 'Review import', 200) });
    at('Product Manager', 'import, some that wait', '/import', { title_of: 'import' });
    at('Product Manager', 'export', '/export');
    at('Product Manager', 'export, refused', '/export', { title_of: 'export',
        then: async (page) => {
            for (const what of ['Prompts', 'Agents', 'Teams', 'Test sets']) await page.getByLabel(what, { exact: true }).uncheck();
            await sending({}, 'Export', 422)(page);
        } });
    at('Product Manager', 'starters', '/starters');
    at('Product Manager', 'starters, refused', '/starters', { title_of: 'starters',
        then: async (page) => {
            for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
            await sending({}, 'Add selected', 422)(page);
        } });
    at('Product Manager', 'help', '/help');
}

function lost(at) {
    const more = { status: 404, title_of: 'nothing here' };
    at('Product Manager', 'nothing here, a section misspelled', '/promtps', more);
    at('Product Manager', 'nothing here, a name in place of an id', '/agents/Ticket%20triage', more);
    at('Product Manager', 'nothing here, words to search for', '/teams/some%20words', more);
}

export const bundle_pages = [bundles, lost];
