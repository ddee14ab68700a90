// Pages of what lets people and programs in: tokens, second factors, passkeys, sessions and mail.

import { sending } from './places_form.mjs';

function doors(at) {
    at('nobody', 'forgotten password', '/reset');
    at('nobody', 'a code without a password', '/login/code', { title_of: 'sign in' });
    at('nobody', 'a dead link to a new address', `/address/confirm/${'A'.repeat(43)}`,
        { status: 404, title_of: 'a dead invitation' });
    at('nobody', 'a dead link to the address before', `/address/undo/${'A'.repeat(43)}`,
        { status: 404, title_of: 'a dead invitation' });
}

function factors(at) {
    at('Individual Developer', 'own security', '/account/security');
    at('Individual Developer', 'authenticator app', '/account/second-factor');
    at('Individual Developer', 'authenticator app, refused', '/account/second-factor',
        { title_of: 'authenticator app', then: sending({ Code: '000000' }, 'Confirm', 422) });
    at('Individual Developer', 'passkey', '/account/passkeys/new');
    at('Customer Admin', 'rule of second factors', '/settings/second-factor');
    at('Customer Admin', 'access review', '/settings/access');
    at('Customer Admin', 'rule of second factors, what it means', '/settings/second-factor?who=all&days=14',
        { title_of: 'rule of second factors' });
    at('Customer Admin', 'rule of second factors, refused', '/settings/second-factor?who=all&days=1000',
        { status: 422, title_of: 'rule of second factors' });
    at('Customer Admin', 'session settings', '/settings/organization/sessions');
    at('Customer Admin', 'session settings, refused', '/settings/organization/sessions', { title_of: 'session settings',
        then: async (page) => {
            await page.getByLabel('Hours after signing in').first().fill('0');
            await sending({}, 'Save session settings', 422)(page);
        } });
}

function tokens(at, { agent }) {
    at('Individual Developer', 'no API tokens', '/account/tokens', { title_of: 'API tokens' });
    at('Individual Developer', 'new API token', '/account/tokens/new');
    at('Individual Developer', 'new API token, refused', '/account/tokens/new',
        { title_of: 'new API token', then: sending({ Name: '' }, 'Create token', 422) });
    at('Individual Developer', 'new API token, its secret', '/account/tokens/new', { then: async (page) => {
        await page.getByRole('checkbox').first().check();
        await sending({ Name: 'crawl' }, 'Create token', 200)(page);
    } });
    at('Individual Developer', 'API tokens', '/account/tokens');
    at('Individual Developer', 'rotate an API token', '/account/tokens', { then: (page) => page.follow('Rotate crawl') });
    at('Individual Developer', 'revoke an API token', '/account/tokens', { then: (page) => page.follow('Revoke crawl') });
    at('Customer Admin', 'no service accounts', '/settings/service-accounts', { title_of: 'service accounts' });
    at('Customer Admin', 'new service account', '/settings/service-accounts/new');
    at('Customer Admin', 'new service account, refused', '/settings/service-accounts/new',
        { title_of: 'new service account', then: sending({ Name: '' }, 'Create service account', 422) });
    at('Customer Admin', 'API tokens of the organization', '/settings/tokens');
    at('Customer Admin', 'API tokens of an agent', agent('Ticket triage', '/tokens'));
    at('Product Manager', 'help with the API', '/help/api');
}

function mails(at) {
    at('Customer Admin', 'mail', '/settings/mail');
    at('Customer Admin', 'agent cards', '/settings/agent-cards');
}

function webhooks(at) {
    const fields = { URL: 'https://hooks.example.org/releases', Description: 'For the deploys' };
    const first = async (page) => {
        await page.locator('table.list .title a').first().click();
        await page.waitForURL(/\/settings\/webhooks\/[0-9a-f-]{36}$/);
    };
    at('Customer Admin', 'no webhooks', '/settings/webhooks', { title_of: 'webhooks' });
    at('Customer Admin', 'new webhook', '/settings/webhooks/new');
    at('Customer Admin', 'new webhook, refused', '/settings/webhooks/new',
        { title_of: 'new webhook', then: sending({ URL: 'https://' }, 'Add webhook', 422) });
    at('Customer Admin', 'new webhook, its secret', '/settings/webhooks/new', { then: sending(fields, 'Add webhook', 200) });
    at('Customer Admin', 'webhooks', '/settings/webhooks');
    at('Customer Admin', 'webhook', '/settings/webhooks', { then: first });
    for (const [name, link] of [['edit a webhook', 'Edit'], ['rotate the secret of a webhook', 'Rotate'], ['delete a webhook', 'Delete webhook']])
        at('Customer Admin', name, '/settings/webhooks', { then: async (page) => {
            await first(page);
            await page.follow(link);
        } });
}

function endpoints(at) {
    const fields = { Name: 'Own models', 'Base URL': 'https://models.example.org/v1', Models: 'large-1\nsmall-1' };
    const without_key = (values, status) => async (page) => {
        await page.getByLabel('None', { exact: true }).check();
        await sending(values, 'Add endpoint', status)(page);
    };
    const first = async (page) => {
        await page.locator('table.list .title a').first().click();
        await page.waitForURL(/\/settings\/endpoints\/[0-9a-f-]{36}$/);
    };
    at('Customer Admin', 'no runners', '/settings/runners', { title_of: 'runners' });
    at('Customer Admin', 'new runner', '/settings/runners/new');
    at('Customer Admin', 'no model endpoints', '/settings/endpoints', { title_of: 'model endpoints' });
    at('Customer Admin', 'new model endpoint', '/settings/endpoints/new');
    at('Customer Admin', 'new model endpoint, refused', '/settings/endpoints/new',
        { title_of: 'new model endpoint', then: without_key({ ...fields, 'Base URL': 'https://' }, 422) });
    at('Customer Admin', 'model endpoint', '/settings/endpoints/new', { then: without_key(fields, 200) });
    at('Customer Admin', 'model endpoints', '/settings/endpoints');
    for (const [name, link] of [['edit a model endpoint', 'Edit'], ['prices of a model endpoint', 'Edit prices'], ['delete a model endpoint', 'Delete endpoint']])
        at('Customer Admin', name, '/settings/endpoints', { then: async (page) => {
            await first(page);
            await page.follow(link);
        } });
}

const LIST = 'name,email,persona\nOne Person,one@example.org,Product Manager\nx,not an address,Nobody\n';

function lists(at) {
    at('Customer Admin', 'invite many', '/users/many');
    at('Customer Admin', 'invite many, refused', '/users/many',
        { title_of: 'invite many', then: sending({ 'List of people': '' }, 'Check the list', 422) });
    at('Customer Admin', 'invite many, the plan', '/users/many',
        { title_of: 'invite many', then: sending({ 'List of people': LIST }, 'Check the list', 200) });
}

export const access = [doors, factors, tokens, mails, webhooks, endpoints, lists];
