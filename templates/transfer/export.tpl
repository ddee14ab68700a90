{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><h1>Export</h1><p class="lead">Prompts, agents, teams and test sets as one JSON document, to keep or to import elsewhere. People are not part of it.</p></div>
<div class="actions"><a class="btn" href="/import"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#upload"></use></svg>Import</a></div>
</div>
<form class="form" method="post" action="/export">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<fieldset><legend>What</legend><label class="check-row"><input type="checkbox" id="prompts" name="prompts"{{#PROMPTS_CHECKED}} checked{{/PROMPTS_CHECKED}}> Prompts</label><label class="check-row"><input type="checkbox" name="agents"{{#AGENTS_CHECKED}} checked{{/AGENTS_CHECKED}}> Agents</label><label class="check-row"><input type="checkbox" name="teams"{{#TEAMS_CHECKED}} checked{{/TEAMS_CHECKED}}> Teams</label><label class="check-row"><input type="checkbox" name="sets"{{#SETS_CHECKED}} checked{{/SETS_CHECKED}}> Test sets</label></fieldset>
<fieldset><legend>Options</legend><label class="check-row"><input type="checkbox" name="history"{{#HISTORY_CHECKED}} checked{{/HISTORY_CHECKED}}> All versions. Without them, the current and the labeled ones.</label><label class="check-row"><input type="checkbox" name="archived"{{#ARCHIVED_CHECKED}} checked{{/ARCHIVED_CHECKED}}> Archived records as well</label></fieldset>
<div class="form-actions"><button class="btn primary">Export</button></div>
</form>
