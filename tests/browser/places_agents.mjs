// Pages of agents.

import { send, sending, with_revision } from './places_form.mjs';

const open_part = async (page, part) => {
    const fold = page.locator('details.fold').filter({ has: page.getByRole('heading', { name: part }) });
    if (await fold.getAttribute('open') === null) await fold.locator('summary').click();
};

/** Every part of the editor unfolded, with a row in those that have rows. */
async function unfold(page) {
    for (const [part, button] of [['Tools', 'Add tool'], ['MCP servers', 'Add MCP server'],
        ['Handoffs', 'Add agent'], ['Skills', 'Add skill']]) {
        await open_part(page, part);
        await page.press(button);
    }
    for (const part of ['Output', 'Limits', 'Endpoint', 'Metadata']) await open_part(page, part);
}

const wrong_values = {
    Name: '', 'Model name': '', Temperature: 'warm', 'Top p': '3', 'Max output tokens': '-1',
};

const wrong_config = JSON.stringify({
    model: { name: 'gpt-5', temperature: 9 }, instructions: 'x', prompt: { name: 'a//b' },
    tools: [{ type: 'function' }, 7], mcp_servers: [{ name: 'crm', url: 'gopher://x',
        headers: { Authorization: `Bearer ${'k'.repeat(40)}` } }],
}, null, 2);

function lists(at) {
    at('Product Manager', 'agents', '/agents');
    at('Individual Developer', 'agents of others', '/agents', { title_of: 'agents' });
    at('Platform Admin', 'agents, metadata', '/agents?filters=1', { title_of: 'agents' });
    at('Product Manager', 'agents, filtered', '/agents?filters=1&q=analyst&state=all&sort=name',
        { title_of: 'agents' });
    at('Product Manager', 'archived agents', '/agents?state=archived', { title_of: 'agents' });
    at('Product Manager', 'no agents', '/agents?q=nothing-is-called-so', { title_of: 'agents' });
}

function editors(at, { agent }) {
    at('Product Manager', 'new agent', '/agents/new');
    at('Product Manager', 'new agent, everything unfolded', '/agents/new', { title_of: 'new agent', then: unfold });
    at('Product Manager', 'new agent from a copy', async () => {
        const path = await agent('Release writer')();
        return `/agents/new?from=${path.split('/')[2]}`;
    }, { title_of: 'new agent' });
    at('Product Manager', 'new agent, refused', '/agents/new',
        { title_of: 'new agent', then: sending(wrong_values, 'Create agent', 422) });
    at('Product Manager', 'new agent, JSON refused', '/agents/new',
        { title_of: 'new agent', then: async (page) => {
            await page.press('JSON');
            await sending({ Name: 'x', Config: wrong_config }, 'Create agent', 422)(page);
        } });
    at('Product Manager', 'edit agent', agent('Warranty desk', '/edit'));
    at('Product Manager', 'edit agent, unfolded', agent('Incident scribe', '/edit'), { then: unfold });
    at('Product Manager', 'edit agent, preview', agent('Warranty desk', '/edit'),
        { title_of: 'edit agent', then: (page) => send(page, 'Preview', 200) });
    at('Product Manager', 'edit agent, unknown label', agent('Warranty desk', '/edit'),
        { title_of: 'edit agent', then: sending({ Label: 'no-such-label' }, 'Preview', 200) });
    at('Product Manager', 'edit agent, refused', agent('Lead scorer', '/edit'),
        { then: sending(wrong_values, 'Save agent', 422) });
    at('Product Manager', 'edit agent, as JSON', agent('Warranty desk', '/edit'),
        { title_of: 'edit agent', then: (page) => send(page, 'JSON', 200) });
    at('Product Manager', 'edit agent, changes', agent('Warranty desk', '/edit'),
        { title_of: 'edit agent', then: sending({ Tags: 'mine', 'Model name': 'other' }, 'Changes', 200) });
    at('Product Manager', 'edit agent, stale', agent('Ticket triage', '/edit'), { then: async (page) => {
        await with_revision(page, 1);
        await sending({ Description: 'Mine.', Temperature: '1' }, 'Save agent', 409)(page);
    } });
}

function imports(at) {
    at('Product Manager', 'import agent', '/agents/import');
    at('Product Manager', 'import agent, read', '/agents/import', { title_of: 'new agent',
        then: sending({ 'JSON instead of a file': '{"name": "Reader", "config": {"model": {"name": "m"}}}' },
            'Continue', 200) });
    at('Product Manager', 'import agent, refused', '/agents/import',
        { title_of: 'import agent', then: sending({ 'JSON instead of a file': wrong_config }, 'Continue', 422) });
}

function versions(at, { agent }) {
    at('Product Manager', 'agent', agent('Ticket triage'));
    at('Product Manager', 'agent with tools and a schema', agent('Warranty desk'));
    at('Product Manager', 'agent with a server', agent('Incident scribe'));
    at('Product Manager', 'agent with skills', agent('Interview analyst'));
    at('Product Manager', 'archived agent', agent('Chat greeter'));
    at('Platform Admin', 'agent, metadata', agent('Ticket triage'), { title_of: 'agent' });
    at('Individual Developer', 'agent of someone else', agent('Ticket triage'), { title_of: 'agent' });
    at('Product Manager', 'versions of an agent', agent('Code reviewer', '/versions'));
    at('Product Manager', 'agent card', agent('Ticket triage', '/card'));
    at('DevOps Engineer', 'agent card, to publish', agent('Ticket triage', '/card'), { title_of: 'agent card' });
    at('DevOps Engineer', 'agent card, refused', agent('Ticket triage', '/card'),
        { title_of: 'agent card', then: sending({ Address: 'Not this' }, 'Publish card', 422) });
    at('Platform Admin', 'versions of an agent, metadata', agent('Code reviewer', '/versions'),
        { title_of: 'versions of an agent' });
    at('Product Manager', 'version of an agent', agent('Code reviewer', '/versions/2'));
    at('Product Manager', 'difference of an agent', agent('Code reviewer', '/diff?from=1&to=5'));
    at('Product Manager', 'difference of an agent, a text', agent('Proposal drafter', '/diff?from=1&to=2'));
    at('Product Manager', 'no difference of an agent', agent('Code reviewer', '/diff?from=2&to=2'));
    at('Product Manager', 'no such version of an agent', agent('Code reviewer', '/versions/99'),
        { status: 404, title_of: 'nothing here' });
}

function ends(at, { agent }) {
    at('DevOps Engineer', 'stop an agent', agent('Ticket triage', '/stop'));
    at('superuser', 'delete an agent that teams need', agent('Ticket triage', '/delete'));
    at('superuser', 'delete an agent', agent('Chat greeter', '/delete'));
    at('superuser', 'delete an agent, refused', agent('Chat greeter', '/delete'),
        { title_of: 'delete an agent', then: sending({ Name: 'no' }, 'Delete permanently', 422) });
    at('superuser', 'transfer an agent', agent('Ticket triage', '/transfer'));
    at('superuser', 'transfer an agent, refused', agent('Ticket triage', '/transfer'),
        { title_of: 'transfer an agent', then: sending({}, 'Transfer agent', 422) });
}

export const agents = [lists, editors, imports, versions, ends];
