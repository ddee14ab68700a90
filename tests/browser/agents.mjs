// Agents as people make and adjust them: as a form, as JSON, and from one to the other.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { field, fill, value_of } from './suite.mjs';

const path_of = (page) => new URL(page.url()).pathname;
const edit = (page, agent) => page.visit(`${agent}/edit`);
const as_json = async (page) => (await page.locator('#config').count()) || page.press('JSON');

/** The draft as JSON, which is shown then. */
async function config_of(page) {
    await as_json(page);
    return JSON.parse(await value_of(page, 'Config'));
}

async function set_config(page, config) {
    await as_json(page);
    await fill(page, { Config: JSON.stringify(config) });
}

/** Unfolds a part of the form. */
async function unfold(page, part) {
    const fold = page.locator(`#part-${part}`);
    if (await fold.getAttribute('open') === null) await fold.locator('summary').click();
}

async function make(suite, admin) {
    await suite.test('an agent needs a name and a model, and nothing else', async () => {
        await admin.visit('/agents/new');
        await fill(admin, { 'Model name': 'gpt-4.1' });
        await admin.locator('#name').fill('Refund desk');
        await admin.press('Create agent');
        await admin.told('Agent created');
        suite.agent = path_of(admin);
    });

    await suite.test('a number typed wrongly is told at its field and stays', async () => {
        await edit(admin, suite.agent);
        await fill(admin, { Temperature: '0,7', 'Max output tokens': '800' });
        await admin.press('Save agent', { status: 422 });
        assert.equal(await value_of(admin, 'Temperature'), '0,7');
        assert.equal(await value_of(admin, 'Max output tokens'), '800');
        assert.equal(await field(admin, 'Temperature').getAttribute('aria-invalid'), 'true');
        await admin.sees('Temperature must be a number');
        await fill(admin, { Temperature: '0.7', 'Change message': 'Warmer' });
        await admin.press('Save agent');
        await admin.told('Saved as version 2');
        await admin.sees('v2 Warmer');
    });
}

async function rows(suite, admin) {
    await suite.test('tools are added, moved and removed by buttons', async () => {
        await edit(admin, suite.agent);
        await unfold(admin, 'tool');
        await admin.press('Add tool');
        await admin.locator('#tool_name-1').fill('first');
        await admin.press('Add tool');
        await admin.locator('#tool_name-2').fill('second');
        await admin.locator('#tool_parameters-2').fill('{"type": "object"');
        await admin.press('Move Tool 2 up');
        assert.equal(await admin.locator('#tool_name-1').inputValue(), 'second');
        assert.equal(await admin.locator('#tool_parameters-1').inputValue(), '{"type": "object"');
        await admin.press('Save agent', { status: 422 });
        await admin.told('tools[0].parameters');
        await admin.locator('#tool_parameters-1').fill('{"type": "object"}');
        await admin.press('Remove Tool 2');
        await admin.press('Save agent');
        await admin.told('Saved as version 3');
        await edit(admin, suite.agent);
        assert.deepEqual((await config_of(admin)).tools, [{ name: 'second', parameters: { type: 'object' } }]);
    });

    await suite.test('a handoff goes when its line is emptied', async () => {
        await admin.visit('/agents/new');
        await admin.locator('#name').fill('Order desk');
        await set_config(admin, { model: { name: 'm' } });
        await admin.press('Create agent');
        await edit(admin, suite.agent);
        await unfold(admin, 'handoff');
        await admin.locator('#handoff-1').fill('Order desk');
        await admin.press('Save agent');
        await admin.follow('Order desk', { within: admin.locator('main') });
        await admin.sees('Refund desk');
        await edit(admin, suite.agent);
        await admin.locator('#handoff-1').fill('');
        await admin.press('Save agent');
        await edit(admin, suite.agent);
        assert.equal((await config_of(admin)).handoffs, undefined);
    });
}

const pressed = (page) => page.locator('.views [aria-pressed=true]').textContent();

async function views(suite, admin) {
    await suite.test('form, JSON and changes are one draft, and unknown keys survive all of them', async () => {
        await edit(admin, suite.agent);
        await fill(admin, { 'Change message': 'Kept', Tags: 'kept' });
        const config = await config_of(admin);
        await set_config(admin, { ...config, 'x-team': [1], limits: { max_turns: 5 } });
        await admin.press('Form');
        assert.equal(await value_of(admin, 'Max turns'), '5');
        await admin.sees('x-team');
        await fill(admin, { 'Max turns': '6', 'Top p': '0.9' });
        await admin.press('Changes');
        const added = await admin.locator('table.changes ins').allTextContents();
        assert.deepEqual(added.filter((text) => ['0.9', '6', 'kept'].includes(text)).length, 2, added.join());
        assert.deepEqual(await config_of(admin),
            { ...config, model: { ...config.model, top_p: 0.9 }, 'x-team': [1], limits: { max_turns: 6 } });
        assert.equal(await value_of(admin, 'Change message'), 'Kept');
        assert.equal(await value_of(admin, 'Tags'), 'kept');
        await admin.press('Save agent');
        await admin.told('Saved as version');
    });

    await suite.test('JSON that is none stays as it was typed, in its view', async () => {
        await edit(admin, suite.agent);
        await as_json(admin);
        await fill(admin, { Config: '{"model": ' });
        for (const button of ['Form', 'Changes', 'Save agent']) {
            await admin.press(button, { status: 422 });
            await admin.sees('Line 1');
            assert.equal(await value_of(admin, 'Config'), '{"model": ');
            assert.equal(await pressed(admin), 'JSON');
        }
        await fill(admin, { Config: '{"model": {"name": "m", "temperature": 3}}' });
        await admin.press('Save agent', { status: 422 });
        await admin.told('model.temperature');
        await admin.press('Form');
        assert.equal(await field(admin, 'Temperature').getAttribute('aria-invalid'), 'true');
        await admin.sees('1 problem', admin.getByRole('navigation', { name: 'Sections' }));
    });

    await suite.test('an input that cannot be read keeps the form', async () => {
        await edit(admin, suite.agent);
        await fill(admin, { Temperature: '0,7' });
        await admin.press('JSON', { status: 422 });
        assert.equal(await value_of(admin, 'Temperature'), '0,7');
        assert.equal(await pressed(admin), 'Form');
    });

    await suite.test('the rail leads to each section, and opens what is folded', async () => {
        await edit(admin, suite.agent);
        const rail = admin.getByRole('navigation', { name: 'Sections' });
        await rail.getByRole('link', { name: /^Endpoint/ }).click();
        await admin.getByLabel('Protocol').waitFor();
        if (!suite.has_script) return;
        await rail.getByRole('link', { name: /^Endpoint/, current: 'true' }).waitFor();
        await admin.getByLabel('Protocol').fill('http');
        await rail.getByRole('link', { name: 'Endpoint Changed' }).waitFor();
    });

    await suite.test('a model is changed in three clicks', async () => {
        await admin.visit(suite.agent);
        await admin.follow('Edit');
        await fill(admin, { 'Model name': 'gpt-5-mini' });
        await admin.press('Save agent');
        await admin.told('Saved as version');
        await admin.sees('gpt-5-mini');
        await edit(admin, suite.agent);
        await fill(admin, { 'Model name': 'gpt-4.1' });
        await admin.press('Save agent');
    });
}

async function library(suite, admin) {
    await suite.test('a prompt of the library is shown as it is now', async () => {
        await edit(admin, suite.agent);
        await admin.getByLabel('A prompt from the library').check();
        await field(admin, 'Prompt').selectOption('support/greeting');
        await fill(admin, { Version: '1' });
        await admin.press('Preview');
        await admin.sees('thank you for writing');
        await fill(admin, { Version: '', Label: 'no-such-label' });
        await admin.press('Preview');
        await admin.locator('.resolved .callout.warning').waitFor();
        await fill(admin, { Version: '1', Label: '' });
        await admin.press('Save agent');
        await admin.told('Saved as version');
        await admin.follow('support/greeting', { within: admin.locator('main') });
        assert.equal(path_of(admin), suite.greeting);
    });
}

async function history(suite, admin) {
    await suite.test('versions of an agent are compared by key path, and an old one comes back', async () => {
        await admin.visit(`${suite.agent}/diff?from=1&to=2`);
        await admin.sees('model.temperature');
        const added = await admin.locator('table.changes ins').allTextContents();
        assert.deepEqual(added.sort(), ['0.7', '800']);
        await admin.visit(`${suite.agent}/versions/2`);
        await admin.press('Restore this version');
        await admin.told('Restored version 2');
        await edit(admin, suite.agent);
        assert.deepEqual(await config_of(admin),
            { model: { name: 'gpt-4.1', temperature: 0.7, max_output_tokens: 800 } });
    });

    await suite.test('a stale save of an agent shows both and loses nothing', async () => {
        await edit(admin, suite.agent);
        await fill(admin, { Temperature: '0.1' });
        await edit(suite.paula, suite.agent);
        await fill(suite.paula, { Temperature: '1.5' });
        await suite.paula.press('Save agent');
        await admin.press('Save agent', { status: 409 });
        assert.equal(await value_of(admin, 'Temperature'), '0.1');
        assert.deepEqual(await admin.locator('table.changes del').allTextContents(), ['1.5']);
        await admin.press('Save agent');
        await admin.told('Saved as version');
    });
}

async function files(suite, admin) {
    await suite.test('what is exported is imported again, and nothing is saved before it is created', async () => {
        await edit(admin, suite.agent);
        const config = await config_of(admin);
        await admin.visit(suite.agent);
        await admin.open_more();
        await admin.getByRole('link', { name: 'Export', exact: true }).click();
        const [download] = await Promise.all([
            admin.waitForEvent('download'), admin.getByRole('link', { name: 'Download for Rostrum' }).click(),
        ]);
        assert.equal(download.suggestedFilename(), 'agent-Refund-desk.json');
        const document = await readFile(await download.path(), 'utf8');
        await admin.visit('/agents/import');
        await admin.locator('#file').setInputFiles(
            { name: 'agent.json', mimeType: 'application/json', buffer: Buffer.from(document) });
        await admin.press('Continue');
        assert.equal(await admin.locator('#name').inputValue(), 'Refund desk');
        assert.deepEqual(await config_of(admin), config);
        await admin.press('Create agent', { status: 409 });
        await admin.locator('#name').fill('Refund desk, imported');
        await admin.press('Create agent');
        await admin.told('Agent created');
    });

    await suite.test('a file that is no agent is refused, with the path of what is wrong', async () => {
        await admin.visit('/agents/import');
        await admin.locator('#text').fill('{"config": {"model": {"name": 5}}}');
        await admin.press('Continue', { status: 422 });
        await admin.told('model.name');
    });
}

async function secret(suite, admin) {
    await suite.test('a credential is refused with its path, and kept as it was typed', async () => {
        await edit(admin, suite.agent);
        const key = `sk-ant-api03-${'k1'.repeat(20)}`;
        await fill(admin, { Instructions: `Use ${key} for all calls.` });
        await admin.press('Save agent', { status: 422 });
        await admin.told('an Anthropic API key');
        assert.equal(await value_of(admin, 'Instructions'), `Use ${key} for all calls.`);
        await admin.visit(suite.agent);
        assert.equal((await admin.content()).includes(key), false);
    });
}

async function rest(suite, admin) {
    await suite.test('an agent is archived and restored', async () => {
        await admin.visit(suite.agent);
        await admin.open_more();
        await admin.press('Archive', { within: admin.locator('main') });
        await admin.told('Archived');
        assert.equal(await admin.getByRole('link', { name: 'Edit', exact: true }).count(), 0);
        await admin.visit('/agents?q=Refund+desk&state=archived');
        await admin.follow('Refund desk', { within: admin.locator('main') });
        await admin.press('Restore');
        await admin.told('Restored');
    });

    await suite.test('an agent is not deleted while another hands over to it', async () => {
        await admin.visit('/agents/new');
        await admin.locator('#name').fill('Front desk');
        await set_config(admin, { model: { name: 'm' }, handoffs: ['Order desk'] });
        await admin.press('Create agent');
        await admin.follow('Order desk', { within: admin.locator('main') });
        const order_desk = path_of(admin);
        await admin.open_more();
        await admin.follow('Delete');
        assert.equal(await admin.getByRole('button', { name: 'Delete permanently' }).count(), 0);
        await admin.follow('Front desk', { within: admin.locator('main') });
        await admin.open_more();
        await admin.follow('Delete');
        await fill(admin, { Name: 'Front desk' });
        await admin.press('Delete permanently');
        await admin.visit(`${order_desk}/delete`);
        await fill(admin, { Name: 'Order desk' });
        await admin.press('Delete permanently');
        await admin.told('Deleted permanently');
        await admin.visit(order_desk, 404);
    });
}

/** Wants suite.admin and suite.paula signed in, and the prompt support/greeting. */
export async function agents(suite) {
    for (const part of [make, rows, views, library, history, secret, files, rest]) await part(suite, suite.admin);
}
