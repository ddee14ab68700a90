{{%AUTOESCAPE context="HTML"}}
{{! The API tokens of an agent: MAY_CREATE, AGENT_ID, EMPTY, OLDER (OLDER_CURSOR). Includes HEAD and TOKENS. }}
{{>HEAD}}
<div class="stack">
<p class="lead">What this agent acts with when it runs. A token ends with the agent, and with whoever is responsible for it.</p>
{{#MAY_CREATE}}<p class="actions"><a class="btn primary" href="/settings/tokens/new?agent={{AGENT_ID:url_query_escape}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>Create token</a></p>{{/MAY_CREATE}}
{{>TOKENS}}
{{#OLDER}}<p><a class="btn small" href="/settings/tokens?before={{OLDER_CURSOR:url_query_escape}}">Older</a></p>{{/OLDER}}
{{#EMPTY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#key"></use></svg>
<h2>No tokens yet</h2><p>Create one, so that this agent fetches its prompts as itself.</p></section>{{/EMPTY}}
</div>
