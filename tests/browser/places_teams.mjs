// Pages of teams.

import { send, sending, with_revision } from './places_form.mjs';

function lists(at) {
    at('Product Manager', 'teams', '/teams');
    at('Individual Developer', 'teams of others', '/teams', { title_of: 'teams' });
    at('Platform Admin', 'teams, metadata', '/teams?filters=1', { title_of: 'teams' });
    at('Product Manager', 'teams, filtered', '/teams?filters=1&q=e&kind=graph&state=all&sort=name',
        { title_of: 'teams' });
    at('Product Manager', 'archived teams', '/teams?state=archived', { title_of: 'teams' });
    at('Product Manager', 'no teams', '/teams?q=nothing-is-called-so', { title_of: 'teams' });
}

const spread = async (page) => {
    for (const fold of await page.locator('.diagram summary').all()) await fold.click();
};

function shows(at, { team }) {
    at('Product Manager', 'team, handoff', team('Support desk'), { then: spread });
    at('Product Manager', 'team, sequential', team('Release crew'));
    at('Product Manager', 'team, hierarchical', team('Customer insight'));
    at('Product Manager', 'team, graph', team('Change safety'), { then: spread });
    at('Product Manager', 'team, selector', team('Incident room'));
    at('Product Manager', 'team, round robin', team('Monday review'));
    at('Product Manager', 'team of twelve', team('Launch'), { then: spread });
    at('Product Manager', 'archived team', team('Trade fair'));
    at('Platform Admin', 'team, metadata', team('Change safety'), { title_of: 'team, graph' });
    at('Individual Developer', 'team of someone else', team('Launch'), { title_of: 'team of twelve' });
}

function editors(at, { team }) {
    at('Product Manager', 'new team', '/teams/new');
    at('Product Manager', 'new team, refused', '/teams/new',
        { title_of: 'new team', then: sending({ Name: '', 'After this many turns': 'x' }, 'Create team', 422) });
    at('Product Manager', 'new team from a copy', async () => {
        const path = await team('Launch')();
        return `/teams/new?from=${path.split('/')[2]}`;
    }, { title_of: 'new team' });
    at('Product Manager', 'edit team', team('Change safety', '/edit'));
    at('Product Manager', 'edit team of twelve', team('Launch', '/edit'));
    at('Product Manager', 'edit team, found', team('Change safety', '/edit'), { title_of: 'edit team',
        then: sending({ 'Find agents by name': 'analyst' }, 'Find', 200) });
    at('Product Manager', 'edit team, found nothing', team('Change safety', '/edit'), { title_of: 'edit team',
        then: sending({ 'Find agents by name': 'nobody-is-called-so' }, 'Find', 200) });
    at('Product Manager', 'edit team, refused', team('Change safety', '/edit'), { title_of: 'edit team',
        then: async (page) => {
            await page.getByRole('radio', { name: /^Sequential/ }).check();
            await page.getByLabel('After this many turns').fill('often');
            await send(page, 'Save team', 422);
        } });
    at('Product Manager', 'edit team, stale', team('Customer insight', '/edit'), { then: async (page) => {
        await with_revision(page, 1);
        await page.getByLabel('Role of member 2, Interview analyst').selectOption({ label: 'Reviewer' });
        await sending({ Description: 'Mine.' }, 'Save team', 409)(page);
    } });
}

function ends(at, { team }) {
    at('DevOps Engineer', 'stop a team', team('Release crew', '/stop'));
    at('superuser', 'delete a team', team('Release crew', '/delete'));
    at('superuser', 'delete a team, refused', team('Release crew', '/delete'),
        { title_of: 'delete a team', then: sending({ Name: 'no' }, 'Delete permanently', 422) });
    at('superuser', 'transfer a team', team('Release crew', '/transfer'));
    at('superuser', 'transfer a team, refused', team('Release crew', '/transfer'),
        { title_of: 'transfer a team', then: sending({}, 'Transfer team', 422) });
}

export const teams = [lists, shows, editors, ends];
