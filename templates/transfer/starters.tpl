{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><h1>Starters</h1><p class="lead">Agents and teams to begin with, and the prompts they use. They become ordinary records of yours, which you can change. What has the same name already is skipped.</p></div>
</div>
<form class="form wide" method="post" action="/starters">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
{{#ALL_HERE}}<div class="callout success"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#success"></use></svg><div>All of them are already added.</div></div>{{/ALL_HERE}}
<h2 id="names">Teams</h2>
<div class="cards">{{#TEAM}}<section class="panel"><div class="panel-head"><h3>{{#CHOICE}}<label class="check-row"><input type="checkbox" name="names" value="{{NAME:pre_escape}}" aria-describedby="starter-{{NUMBER}}"{{#CHECKED}} checked{{/CHECKED}}> {{NAME}}</label>{{/CHOICE}}{{#HERE}}<a href="{{URL}}">{{NAME}}</a>{{/HERE}}</h3>{{#HERE}}<span class="chip state off">Already added</span>{{/HERE}}</div><div class="panel-body"><p id="starter-{{NUMBER}}">{{DESCRIPTION}}</p></div><div class="panel-body"><div class="chips"><span class="muted">Comes with</span> {{#BRINGS}}<span class="chip">{{NAME}}</span>{{/BRINGS}}</div></div></section>{{/TEAM}}</div>
<h2>Agents</h2>
<div class="cards">{{#AGENT}}<section class="panel"><div class="panel-head"><h3>{{#CHOICE}}<label class="check-row"><input type="checkbox" name="names" value="{{NAME:pre_escape}}" aria-describedby="starter-{{NUMBER}}"{{#CHECKED}} checked{{/CHECKED}}> {{NAME}}</label>{{/CHOICE}}{{#HERE}}<a href="{{URL}}">{{NAME}}</a>{{/HERE}}</h3>{{#HERE}}<span class="chip state off">Already added</span>{{/HERE}}</div><div class="panel-body"><p id="starter-{{NUMBER}}">{{DESCRIPTION}}</p></div><div class="panel-body"><div class="chips"><span class="muted">Comes with</span> {{#BRINGS}}<span class="chip">{{NAME}}</span>{{/BRINGS}}</div></div></section>{{/AGENT}}</div>
{{#MAY_CREATE}}<div class="form-actions"><button class="btn primary">Add selected</button><a class="btn quiet" href="/">Not now</a></div>{{/MAY_CREATE}}
</form>
