// How many clicks what a product manager does most takes, in the demonstration, from where one would begin.

import assert from 'node:assert/strict';
import { Person } from './product_day.mjs';

const RECORD = 'sales/first-email';

async function on_the_record(person) {
    const { page } = person;
    await page.visit('/prompts?q=first-email');
    await page.follow(RECORD, { within: page.locator('main') });
    person.clicks = 0;
}

async function at_home(person) {
    await person.page.visit('/');
    person.clicks = 0;
}

async function edit_and_propose(lena) {
    await on_the_record(lena);
    await lena.follow('Edit');
    const body = lena.page.getByLabel('Body', { exact: true });
    await body.fill(`${await body.inputValue()}\nNever more than five sentences.\n`);
    await lena.type({ 'Change message': 'Shorter' });
    await lena.press('Save and propose');
    await lena.type({ Reason: 'Short ones are read' });
    await lena.press('Propose v6');
    await lena.sees('Someone else has to approve it');
}

async function review_and_approve(priya) {
    await at_home(priya);
    await priya.follow(/^Review sales\/first-email/, 'Needs your review');
    await priya.sees('Never more than five sentences.');
    await priya.press('Approve');
    await priya.page.told('The label production is on version 6 now.');
}

async function roll_back(priya) {
    await on_the_record(priya);
    await priya.follow('Releases');
    await priya.follow(/^Roll back to v4/);
    await priya.press('Roll back to v4');
    await priya.page.visit('/prompts?q=first-email');
    await priya.sees(/production\s+v4/);
}

async function export_all(lena) {
    await at_home(lena);
    await lena.follow('Import and export');
    lena.clicks += 1;
    const download = lena.page.waitForEvent('download');
    await lena.page.getByRole('button', { name: 'Export everything', exact: true }).click();
    assert.match((await download).suggestedFilename(), /^rostrum-export-.*\.json$/);
}

async function see_what_someone_changed(lena) {
    await at_home(lena);
    await lena.follow('People');
    await lena.follow('Mateo Rivera');
    await lena.page.sees('Proposed v4 for production', lena.page.locator('main'));
}

export async function clicks(suite) {
    const who = (persona) => suite.server.demo.find((one) => one.persona === persona);
    const lena = new Person(await suite.open());
    const priya = new Person(await suite.open());
    await lena.sign_in(who('Product Manager'));
    await priya.sign_in(who('DevOps Engineer'));
    const tasks = [
        ['edits a prompt and proposes it', lena, edit_and_propose, 5],
        ['reviews and approves', priya, review_and_approve, 3],
        ['rolls a label back', priya, roll_back, 3],
        ['exports everything', lena, export_all, 2],
        ['sees what someone changed', lena, see_what_someone_changed, 3],
    ];
    for (const [what, person, does, most] of tasks)
        await suite.test(`one ${what} in ${most} clicks`, async () => {
            await does(person);
            console.log(`#   ${person.clicks} clicks`);
            assert.ok(person.clicks <= most, `${person.clicks} clicks`);
        });
    await suite.close(lena.page);
    await suite.close(priya.page);
}
