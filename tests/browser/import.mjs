// Documents that bring prompts, agents and teams: looked at before anything happens; and the starters.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { look } from './look.mjs';

const main_of = (page) => page.locator('main');

const document_of_all = {
    rostrum: 1,
    kind: 'organization',
    prompts: [
        { name: 'import/tone', body: 'Be kind to {{name}}.', tags: ['imported'] },
        { name: 'import//broken', body: 'x' },
    ],
    agents: [
        { name: 'Imported writer', config: { model: { name: 'm' }, prompt: { name: 'import/tone', label: 'latest' } } },
        { name: 'Imported leak', config: { model: { name: 'm', temperature: 'warm' } } },
    ],
    teams: [{ name: 'Imported team', kind: 'sequential', member_details: [{ agent: 'Imported writer' }] }],
};

const of_langfuse = [
    { name: 'langfuse-greeting', version: 1, type: 'text', prompt: 'Hi {{name}}', labels: [], tags: ['lf'], config: {} },
    { name: 'langfuse-greeting', version: 2, type: 'text', prompt: 'Hello {{name}}', labels: ['production', 'latest'],
        tags: ['lf'], config: { temperature: 0.2 }, commitMessage: 'Politer' },
    { name: 'langfuse-chat', version: 1, type: 'chat', labels: [], tags: [], config: {},
        prompt: [{ role: 'system', content: 'You help.' }, { role: 'user', content: '{{question}}' }] },
];

/** Uploads a file through the form; the plan, or the refusal. */
export async function upload(page, name, content, { status = 200 } = {}) {
    await page.visit('/import');
    const buffer = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
    await page.getByLabel('File', { exact: true }).setInputFiles({ name, mimeType: 'application/json', buffer });
    await page.press('Review import', { status });
}

/** What the plan says of each record: {name: "Create"}. */
async function lines(page) {
    const rows = page.getByRole('table', { name: /^Records of the document/ }).locator('tbody tr');
    const cells = await rows.evaluateAll((all) => all.map((row) =>
        [row.querySelector('.title').textContent, row.querySelector('.chip').textContent]));
    return Object.fromEntries(cells);
}

async function is_there(page, list, name) {
    await page.visit(`${list}?state=all&q=${encodeURIComponent(name)}`);
    return await main_of(page).locator('table.list').getByRole('link', { name, exact: true }).count() > 0;
}

async function plan(suite, admin) {
    await suite.test('a document is looked at line by line, and nothing happens before it is started', async () => {
        await upload(admin, 'moved.json', document_of_all);
        if (suite.has_script) await look(admin);
        assert.deepEqual(await lines(admin), {
            'import/tone': 'Create', 'import//broken': 'Refused', 'Imported writer': 'Create',
            'Imported leak': 'Refused', 'Imported team': 'Create',
        });
        await admin.sees('model.temperature');
        suite.plan = new URL(admin.url()).pathname;
        for (const [list, name] of [['/prompts', 'import/tone'], ['/agents', 'Imported writer'],
            ['/teams', 'Imported team']])
            assert.equal(await is_there(admin, list, name), false, name);
    });

    await suite.test('a plan waits, is of its owner alone, and shows its refused lines', async () => {
        await suite.paula.visit(suite.plan, 404);
        await admin.visit('/import');
        await admin.follow('moved.json');
        await admin.follow(/^Refused/);
        assert.deepEqual(Object.keys(await lines(admin)), ['import//broken', 'Imported leak']);
        await admin.follow(/^All/);
    });

    await suite.test('started, all of it is there, and refers to each other', async () => {
        await admin.press('Import 3 records');
        await admin.told('Imported');
        assert.equal((await lines(admin))['Imported team'], 'Created');
        await admin.follow('Imported team');
        await admin.follow('Imported writer', { within: admin.getByRole('table', { name: 'Members in their order' }) });
        await admin.follow('import/tone', { within: main_of(admin) });
        await admin.sees('Imported writer', main_of(admin));
    });
}

async function again(suite, admin) {
    await suite.test('the same document changes nothing', async () => {
        await upload(admin, 'again.json', document_of_all);
        await admin.sees('There is nothing to import');
        assert.equal((await lines(admin))['Imported writer'], 'Unchanged');
        assert.equal(await admin.getByRole('button', { name: /^Import/ }).count(), 0);
        await admin.press('Discard');
        await admin.told('Nothing was imported');
    });

    await suite.test('what differs becomes a version, or stays as it is', async () => {
        const prompts = [{ name: 'import/tone', body: 'Be kind.' }];
        const changed = { rostrum: 1, kind: 'organization', prompts };
        await admin.visit('/import');
        await admin.getByLabel('Text instead of a file').fill(JSON.stringify(changed));
        await admin.getByLabel('Skip existing').check();
        await admin.press('Review import');
        assert.deepEqual(await lines(admin), { 'import/tone': 'Skipped' });
        await admin.press('Discard');
        await upload(admin, 'changed.json', changed);
        assert.deepEqual(await lines(admin), { 'import/tone': 'New version' });
        await admin.press('Import 1 record');
        await admin.follow('import/tone');
        await admin.sees('Be kind.');
        await admin.sees('v2');
    });

    await suite.test('what is no document is refused where it came from', async () => {
        await upload(admin, 'broken.json', '{"rostrum": 1, "kind": ', { status: 422 });
        assert.equal(await admin.getByLabel('File', { exact: true }).getAttribute('aria-invalid'), 'true');
        await upload(admin, 'other.json', { something: 'else' }, { status: 422 });
        await admin.told('This document was not recognized');
    });
}

async function large(suite, admin) {
    await suite.test('a large document is checked piece by piece', async () => {
        const count = 4100;
        const prompts = Array.from({ length: count }, (_, i) => ({ name: `large/${i}`, body: 'x' }));
        await upload(admin, 'large.json', { rostrum: 1, kind: 'organization', prompts });
        const place = new URL(admin.url()).pathname;
        if (!suite.has_script) {
            const reached = () => admin.getByRole('progressbar').getAttribute('value');
            const before = Number(await reached());
            assert.ok(before > 0 && before < count, `${before} records`);
            await admin.reload();
            assert.equal(Number(await reached()), before);
            const button = admin.getByRole('button', { name: 'Continue checking' });
            for (let i = 0; i < 10 && await button.count() > 0; i += 1) await admin.press('Continue checking');
        }
        await admin.getByRole('button', { name: `Import ${count} records` }).waitFor();
        assert.equal(new URL(admin.url()).pathname, place);
        if (suite.has_script) {
            await admin.goBack(); // the pieces are not in between
            assert.equal(new URL(admin.url()).pathname, '/import');
            await admin.visit(place);
        }
        await admin.press('Discard');
    });
}

async function langfuse(suite, admin) {
    await suite.test('prompts that Langfuse exported come with their versions and labels', async () => {
        await upload(admin, 'langfuse.json', of_langfuse);
        assert.deepEqual(await lines(admin), { 'langfuse-greeting': 'Create', 'langfuse-chat': 'Create' });
        await admin.press('Import 2 records');
        await admin.follow('langfuse-greeting');
        await admin.sees('production v2', admin.locator('aside'));
        await admin.sees('Politer');
        await admin.visit('/import');
    });
}

async function round_trip(suite, admin) {
    await suite.test('what is exported is imported without a change', async () => {
        await admin.visit('/export');
        const download = await admin.download('Export');
        const content = await readFile(await download.path(), 'utf8');
        assert.equal(JSON.parse(content).kind, 'organization');
        await upload(admin, 'exported.json', content);
        const results = new Set(Object.values(await lines(admin)));
        assert.deepEqual([...results], ['Unchanged']);
        await admin.press('Discard');
    });
}

async function starters(suite, admin) {
    await suite.test('the starters come with one click, each with what it needs', async () => {
        await admin.visit('/starters');
        const boxes = await admin.getByRole('checkbox').count();
        assert.ok(boxes >= 8, `${boxes} starters`);
        await admin.press('Add selected', { within: main_of(admin) });
        await admin.told('They are yours now');
        assert.deepEqual([...new Set(Object.values(await lines(admin)))], ['Created']);
        await admin.visit('/starters');
        await admin.sees('All of them are already added');
        const [team] = await admin.locator('.cards').first().getByRole('link').allInnerTexts();
        await admin.follow(team);
        assert.ok(await admin.locator('svg .node').count() >= 2);
        assert.equal(await admin.getByRole('button', { name: 'Add selected', exact: true }).count(), 0);
    });

    await suite.test('a second click leaves everything alone', async () => {
        await admin.visit('/starters');
        assert.equal(await main_of(admin).getByRole('checkbox').count(), 0);
        assert.equal(await main_of(admin).getByRole('button', { name: 'Add selected', exact: true }).count(), 0);
    });
}

/** Wants suite.admin and suite.paula signed in. */
export async function imports(suite) {
    for (const part of [plan, again, large, langfuse, round_trip, starters]) await part(suite, suite.admin);
}
