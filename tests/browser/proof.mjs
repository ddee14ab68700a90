// A product manager changes a prompt, sees in a table what got better and what broke, and production
// refuses to move until it is right. Without JavaScript: forms, a job, and a page that refreshes.

import assert from 'node:assert/strict';
import { startModelServer } from '../http/model_server.mjs';
import { create } from './prompts.mjs';
import { field, fill, PASSWORD } from './suite.mjs';

let models = null;

/** What the server is started with. */
export async function proof_options() {
    models = await startModelServer();
    return { env: { ROSTRUM_MODEL_HOSTS: `127.0.0.1:${models.port}` } };
}

const path_of = (page) => new URL(page.url()).pathname;
const main_of = (page) => page.locator('main');
const region = (page, name) => page.getByRole('region', { name, exact: true });

/** Ada, who administers, and Una, a product manager. */
async function set_up(suite) {
    const ada = await suite.open();
    await ada.visit(suite.server.setupUrl.slice(suite.origin.length));
    await fill(ada, { Organization: 'Lighthouse', 'Full name': 'Ada Lovelace', Email: 'ada@example.org', Password: PASSWORD });
    await ada.press('Set up Rostrum');
    const una = await suite.accept(await suite.invite(ada, { name: 'Una Field', email: 'una@example.org', persona: 'Product Manager' }));
    await ada.visit('/settings/endpoints/new');
    await fill(ada, { Name: 'Own models', 'Base URL': `http://127.0.0.1:${models.port}/v1`, Models: 'large-1' });
    await ada.getByLabel('None', { exact: true }).check();
    await ada.press('Add endpoint');
    await ada.visit(`${path_of(ada)}/prices`);
    await fill(ada, { Prices: 'large-1,2026-01-01,2,8' });
    await ada.press('Save prices');
    return { ada, una };
}

/** One more case in the open editor: a word, what the answer has to contain, and whether it is critical. */
async function add_case(page, n, name, word, answer, is_critical) {
    await page.press('Add case');
    await fill(page, { 'Case name': name, 'Variable 1': 'word', 'Value 1': word });
    if (is_critical) await page.getByRole('checkbox', { name: /^Critical/ }).check();
    if (await page.getByLabel('Check 1', { exact: true }).count() === 0) await page.press('Add check');
    await page.getByLabel('Check 1', { exact: true }).selectOption({ label: 'Contains' });
    await page.press('Show fields of the chosen types');
    await fill(page, { 'Value of check 1': answer });
    await page.press('Done');
}

/** Runs the tests of the newest version, and gives the path of the run when it has ended. */
async function run_tests(page, prompt) {
    await page.visit(`${prompt}/tests`);
    await page.follow('Run tests', { within: region(page, 'Test runs') });
    await page.press('Start run');
    const run = path_of(page);
    for (let i = 0; i < 100 && (await page.visit(run)).headers().refresh !== undefined; i += 1)
        await page.waitForTimeout(200);
    return run;
}

/** Asks for production at a version; the page on which that is decided. */
async function ask(page, prompt, version) {
    await page.visit(`${prompt}/releases/change?label=production&to_version=${version}`);
}

const live_of = async (page, prompt) => {
    await page.visit(`${prompt}/releases`);
    return page.locator('table.labels tbody tr').filter({ hasText: 'production' }).locator('.chip.ver').allInnerTexts();
};

/** The cases of a comparison, what broke first, with what became of each. */
const changed = (page) => page.locator('section:has(> .panel-head > [id^="case-"])').evaluateAll((rows) => rows.map((row) => row.innerText.replaceAll(/\s+/g, ' ')));

export async function proof(suite) {
    const { ada, una } = await set_up(suite);
    const prompt = await create(una, 'asked/one', 'Say {{word}} again.');

    await suite.test('a product manager writes the cases that an answer is tested with', async () => {
        await una.visit(`${prompt}/tests`);
        await una.follow('New test set', { within: main_of(una) });
        await fill(una, { Name: 'asked/one cases' });
        await add_case(una, 1, 'It repeats', 'hello', 'Say hello again', true);
        await add_case(una, 2, 'It is polite', 'thanks', 'please', false);
        await una.press('Create test set');
        await una.sees('It repeats', main_of(una));
        await una.visit(`${prompt}/tests`);
        await una.sees('asked/one cases', main_of(una));
    });

    await suite.test('an administrator sets what production needs', async () => {
        await ada.visit(`${prompt}/releases/rule?label=production`);
        await fill(ada, { 'Pass rate in percent, at least': '50' });
        await ada.getByLabel('No critical case failed').check();
        await ada.getByRole('checkbox', { name: /^Not worse than what is live/ }).check();
        await ada.press('Save rule');
    });

    await suite.test('what was never tested does not reach production', async () => {
        await ask(ada, prompt, 1);
        await ada.sees('Run the tests of v1', main_of(ada));
        assert.equal(await ada.getByRole('button', { name: /^Release v/ }).count(), 0);
        assert.deepEqual(await live_of(ada, prompt), []);
    });

    await suite.test('tested, it does', async () => {
        await run_tests(una, prompt);
        await una.sees('1 of 2 passed', main_of(una));
        await ask(ada, prompt, 1);
        await ada.press(/^Release v/);
        assert.deepEqual(await live_of(ada, prompt), ['v1']);
    });

    await suite.test('a change shows what got better and what broke, and production refuses it', async () => {
        await una.visit(`${prompt}/edit`);
        await fill(una, { Body: 'Never say {{word}}, please.', 'Change message': 'Be polite' });
        await una.press('Save prompt');
        const run = await run_tests(una, prompt);
        await una.visit(`${run}/compare`);
        await una.sees('1 fixed, 1 broken, 1 critical', main_of(una));
        const cases = await changed(una);
        assert.match(cases[0], /It repeats.*Broken/i);
        assert.match(cases[1], /It is polite.*Fixed/i);
        await ask(ada, prompt, 2);
        await ada.sees(/critical/, region(ada, 'Evidence'));
        assert.equal(await ada.getByRole('button', { name: /^Release v/ }).count(), 0);
        assert.deepEqual(await live_of(ada, prompt), ['v1']);
    });

    await suite.test('repaired and tested, it is released', async () => {
        await una.visit(`${prompt}/edit`);
        await fill(una, { Body: 'Say {{word}} again, please.', 'Change message': 'Repeat it as well' });
        await una.press('Save prompt');
        const run = await run_tests(una, prompt);
        await una.sees('2 of 2 passed', main_of(una));
        await una.visit(`${run}/compare`);
        await una.sees('1 fixed', main_of(una));
        await ask(ada, prompt, 3);
        await ada.press(/^Release v/);
        assert.deepEqual(await live_of(ada, prompt), ['v3']);
        await ada.follow('Tested', { within: region(ada, 'Label history') });
        assert.equal(path_of(ada), run);
    });
    models.stop();
}
