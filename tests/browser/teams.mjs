// Teams of agents as people build them.

import assert from 'node:assert/strict';
import { field, fill, value_of } from './suite.mjs';

const AGENTS = ['Planner', 'Researcher', 'Writer', 'Critic', 'Fact checker', 'Translator', 'Ω 漢字 🦊'];

const path_of = (page) => new URL(page.url()).pathname;
const choose_kind = (page, kind) => page.locator(`input[name=kind][value=${kind}]`).check();
const tick = (page, name) => page.locator('label.option').filter({ hasText: name }).getByRole('checkbox').check();
const focused = (page) => page.evaluate(() => document.activeElement.id);

/** The members in the editor's rows, without their numbers. */
async function rows(page) {
    const titles = await page.locator('#members tbody .title').allInnerTexts();
    return titles.map((title) => title.replace(/^\d+\.\s*/, ''));
}

async function make_agents(admin) {
    for (const name of AGENTS) {
        await admin.visit('/agents/new');
        await admin.locator('#name').fill(name);
        await fill(admin, { 'Model name': 'gpt-4.1' });
        await admin.press('Create agent');
    }
}

async function build(suite, admin) {
    await suite.test('a team of five is built in one go', async () => {
        await make_agents(admin);
        await admin.visit('/teams/new');
        await fill(admin, { Name: 'Desk of five' });
        await choose_kind(admin, 'selector');
        for (const name of AGENTS.slice(0, 5)) await tick(admin, name);
        await admin.press('Create team');
        await admin.told('Team created');
        suite.team = path_of(admin);
        assert.equal(await admin.locator('.diagram svg:not(.upright) .node').count(), 5);
        await admin.sees('Model chooses');
    });

    await suite.test('the nodes of the diagram lead to their agents', async () => {
        await admin.visit(suite.team);
        await Promise.all([admin.waitForNavigation(), admin.locator('.diagram svg:not(.upright) a').first().click()]);
        assert.match(path_of(admin), /^\/agents\//);
    });
}

async function change(suite, admin) {
    await suite.test('members move, and the focus stays with them', async () => {
        await admin.visit(`${suite.team}/edit`);
        const before = await rows(admin);
        await admin.press(`Move member 3, ${before[2]}, up`);
        assert.deepEqual((await rows(admin)).slice(0, 3), [before[0], before[2], before[1]]);
        assert.equal(await focused(admin), 'up-2');
        await admin.press(`Move member 2, ${before[2]}, up`);
        assert.equal(await focused(admin), 'down-1');
        await admin.press(`Remove member 5, ${before[4]}`);
        assert.equal((await rows(admin)).length, 4);
        assert.equal(await focused(admin), 'remove-4');
        await admin.visit(suite.team);
        assert.equal(await admin.locator('.diagram svg:not(.upright) .node').count(), 5); // nothing was saved
    });

    await suite.test('Enter finds agents by name, and what is ticked is not lost', async () => {
        await admin.visit(`${suite.team}/edit`);
        await tick(admin, 'Translator');
        await field(admin, 'Find agents by name').fill('漢');
        await Promise.all([admin.waitForNavigation(),
            field(admin, 'Find agents by name').press('Enter')]);
        assert.ok((await rows(admin)).includes('Translator'));
        assert.deepEqual(await admin.locator('#add label.option strong').allTextContents(), ['Ω 漢字 🦊']);
        await tick(admin, '漢');
        await admin.press('Add selected');
        assert.equal((await rows(admin)).length, 7);
        await admin.press('Save team');
        await admin.told('Saved as version');
    });

    await suite.test('another kind keeps what was typed, and a refusal says what to do', async () => {
        await admin.visit(`${suite.team}/edit`);
        await fill(admin, { Description: 'kept', 'Stop phrase': 'DONE' });
        await choose_kind(admin, 'hierarchical');
        await admin.press('Save team', { status: 422 });
        await admin.told('give one member the role Lead');
        assert.equal(await value_of(admin, 'Description'), 'kept');
        assert.equal(await value_of(admin, 'Stop phrase'), 'DONE');
        await admin.getByLabel('Role of member 2,').selectOption({ label: 'Lead' });
        await admin.press('Save team');
        await admin.told('Saved as version');
        assert.equal(await admin.locator('.diagram svg:not(.upright) .node.lead').count(), 1);
    });
}

async function changes(suite, admin) {
    await suite.test('what a save of a team changes is seen before it', async () => {
        await admin.visit(`${suite.team}/edit`);
        await fill(admin, { Description: 'Seen before', 'Change message': 'Why', 'After this many turns': '7' });
        await admin.press('Show changes');
        const added = await admin.locator('#changes ins').allTextContents();
        assert.ok(added.includes('Seen before') && added.some((text) => text.includes('7 turns')), added.join());
        assert.equal(await value_of(admin, 'Change message'), 'Why');
        assert.equal(await value_of(admin, 'After this many turns'), '7');
        await admin.follow('Cancel');
        assert.equal(path_of(admin), suite.team);
    });
}

async function graph(suite, admin) {
    await suite.test('a graph gets its edges row by row', async () => {
        await admin.visit('/teams/new');
        await fill(admin, { Name: 'Graph of three' });
        await choose_kind(admin, 'graph');
        for (const name of AGENTS.slice(0, 3)) await tick(admin, name);
        await admin.press('Add selected');
        await admin.press('Connect all in order');
        await admin.press('Add edge');
        assert.equal(await focused(admin), 'edge-from-3');
        const members = await rows(admin);
        await admin.getByLabel('Edge 3 from').selectOption({ label: `3. ${members[2]}` });
        await admin.getByLabel('Edge 3 to').selectOption({ label: `1. ${members[0]}` });
        await admin.getByLabel('Condition of edge 3').fill('not good enough');
        await admin.press('Refresh');
        assert.equal(await admin.locator('.diagram svg:not(.upright) path.line').count(), 3);
        await admin.press('Create team');
        await admin.told('Team created');
        await admin.sees('not good enough');
        await admin.locator('summary', { hasText: 'Text description' }).click();
        await admin.sees('if not good enough', admin.locator('figcaption'));
    });
}

async function circle(suite, admin) {
    await suite.test('a circle of edges is refused until something ends it', async () => {
        await admin.visit('/teams?q=Graph+of+three');
        await admin.follow('Graph of three', { within: admin.locator('main') });
        await admin.follow('Edit');
        await fill(admin, { 'After this many messages': '' });
        await admin.press('Save team', { status: 422 });
        await admin.told('The edges form a loop');
        assert.equal(await admin.getByLabel('Condition of edge 3').inputValue(), 'not good enough');
        await fill(admin, { 'After this many turns': '12' });
        await admin.press('Save team');
        await admin.told('Saved as version');
        await admin.sees('After 12 turns');
    });

    await suite.test('another kind keeps the edges until they are removed', async () => {
        await admin.follow('Edit');
        await choose_kind(admin, 'sequential');
        await admin.press('Save team', { status: 422 });
        await admin.told('Only a graph has edges');
        await choose_kind(admin, 'graph');
        await admin.press('Save team');
        await admin.told('Nothing was changed');
        assert.equal(await admin.locator('.diagram svg:not(.upright) path.line').count(), 3);
    });
}

async function pins(suite, admin) {
    await suite.test('a member may stay at a version', async () => {
        await admin.follow('Edit');
        await admin.getByLabel('Version of member 1,').selectOption('1');
        await admin.press('Save team');
        const members = admin.getByRole('table', { name: 'Members in their order' });
        await admin.sees('v1 pinned', members);
        await admin.follow('Edit');
        assert.equal(await admin.getByLabel('Version of member 1,').inputValue(), '1');
    });
}

async function end(suite, admin) {
    await suite.test('a team is archived and restored', async () => {
        await admin.visit(suite.team);
        await admin.open_more();
        await admin.press('Archive', { within: admin.locator('main') });
        await admin.told('Archived');
        assert.equal(await admin.getByRole('link', { name: 'Edit', exact: true }).count(), 0);
        await admin.press('Restore');
        await admin.told('Restored');
    });

    await suite.test('a member is not deleted while a team needs it; a team may go', async () => {
        await admin.visit(suite.team);
        await admin.follow('Planner', { within: admin.locator('main table') });
        const planner = path_of(admin);
        await admin.sees('Desk of five', admin.getByRole('region', { name: 'Used by' }));
        await admin.open_more();
        await admin.follow('Delete');
        assert.equal(await admin.getByRole('button', { name: 'Delete permanently' }).count(), 0);
        await admin.sees('Desk of five', admin.locator('main'));
        await admin.visit(`${suite.team}/delete`);
        await fill(admin, { Name: 'Desk of five' });
        await admin.press('Delete permanently');
        await admin.told('Deleted permanently');
        await admin.visit(planner);
    });
}

async function stale(suite, admin) {
    await suite.test('a stale save of a team shows both and loses nothing', async () => {
        await admin.visit(`${suite.team}/edit`);
        await fill(admin, { Description: 'From Ada' });
        await suite.paula.visit(`${suite.team}/edit`);
        await fill(suite.paula, { Description: 'From Paula' });
        await suite.paula.press('Save team');
        await admin.press('Save team', { status: 409 });
        await admin.told('This team was changed while you were editing it');
        assert.equal(await value_of(admin, 'Description'), 'From Ada');
        await admin.sees('From Paula');
        await admin.press('Save team');
        await admin.told('there is no new version');
    });

    await suite.test('a copy begins with everything but the name', async () => {
        await admin.visit(suite.team);
        await admin.open_more();
        await admin.follow('Copy');
        assert.equal(await value_of(admin, 'Name'), 'Copy of Desk of five');
        assert.equal((await rows(admin)).length, 7);
        await admin.press('Create team');
        await admin.told('Team created');
    });
}

/** Wants suite.admin and suite.paula signed in. */
export async function teams(suite) {
    const { admin } = suite;
    await build(suite, admin);
    await change(suite, admin);
    await graph(suite, admin);
    await circle(suite, admin);
    await pins(suite, admin);
    await stale(suite, admin);
    await end(suite, admin);
}
