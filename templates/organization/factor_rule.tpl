{{%AUTOESCAPE context="HTML"}}
{{! Who must have a second factor. NOW, HAS_RULE, SET (page_time); WHO_OPTION: VALUE TEXT CHECKED; DAYS; CHOICE: WHO CHOICE_DAYS, FREES or ASKS (ASKED IN_ALL WHOM, AT_ONCE or FROM); ROW: URL NAME PERSONA, NOT_ASKED or OVERDUE or DUE; ALL_HAVE or SOME_MISS, MISSING. Includes ERROR_SUMMARY. }}
<div class="page-head"><div><h1>Second factor</h1><p class="lead">Who must sign in with more than a password.</p><div class="meta"><span class="chip">Required for: {{NOW}}</span>{{#HAS_RULE}}{{#SET}}<span>since <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>{{/SET}}{{/HAS_RULE}}</div></div></div>
<div class="stack">
{{#CHOICE}}<section class="panel" id="choice"><div class="panel-head"><h2>What this means</h2></div><div class="panel-body stack">
{{#FREES}}<p>Nobody must have a second factor any more. Those who have one keep it.</p>{{/FREES}}
{{#ASKS}}<p>{{ASKED}} of {{IN_ALL}} {{WHOM}} have no second factor now.</p>
{{#FROM}}<p>At every sign-in they are led to setting one up, and can skip it until <strong><time datetime="{{ISO}}">{{EXACT}}</time></strong>. From then on a new sign-in opens nothing else until they have one. Whoever is invited later has as many days.</p>{{/FROM}}
{{#AT_ONCE}}<p><strong>From their next sign-in on</strong> nothing else opens until they have one. Sessions that run now go on until they end, within 24 hours.</p>{{/AT_ONCE}}{{/ASKS}}
<form class="form" method="post" action="/settings/second-factor"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="who" value="{{WHO}}"><input type="hidden" name="days" value="{{CHOICE_DAYS}}"><div class="form-actions"><button class="btn primary">Save rule</button><a class="btn quiet" href="/settings/second-factor">Cancel</a></div></form>
</div></section>{{/CHOICE}}
<section class="panel"><div class="panel-head"><h2>Rule</h2></div><div class="panel-body">
<form class="form" method="get" action="/settings/second-factor">
{{>ERROR_SUMMARY}}
<fieldset class="field"><legend>Required for</legend>{{#WHO_OPTION}}<label class="check-row"><input type="radio" name="who" value="{{VALUE}}"{{#CHECKED}} checked{{/CHECKED}}> {{TEXT}}</label>{{/WHO_OPTION}}</fieldset>
<div class="field"><label for="days">Days of grace</label><input class="short" id="days" name="days" type="number" min="0" max="90" value="{{DAYS}}" aria-describedby="days-hint{{#DAYS_ERROR}} days-error{{/DAYS_ERROR}}"{{#DAYS_ERROR}} aria-invalid="true"{{/DAYS_ERROR}}>{{#DAYS_ERROR}}<p class="field-error" id="days-error">{{MESSAGE}}</p>{{/DAYS_ERROR}}<p class="hint" id="days-hint">For so long people may skip it. 0 to 90.</p></div>
<div class="form-actions"><button class="btn">Show what this means</button></div>
</form>
</div></section>
<section class="panel" id="missing"><div class="panel-head"><h2>Who has none</h2>{{#SOME_MISS}}<span class="muted">{{MISSING}}</span>{{/SOME_MISS}}</div><div class="panel-body">
{{#ALL_HAVE}}<p>Everyone who can sign in has a second factor.</p>{{/ALL_HAVE}}
{{#SOME_MISS}}<table class="list"><caption class="sr">People without a second factor</caption><thead><tr><th scope="col">Name</th><th scope="col">Persona</th><th scope="col">Must have one</th></tr></thead><tbody>
{{#ROW}}<tr><td class="primary"><a href="{{URL}}">{{NAME}}</a></td><td data-label="Persona">{{PERSONA}}</td><td data-label="Must have one">{{#NOT_ASKED}}<span class="muted">No</span>{{/NOT_ASKED}}{{#OVERDUE}}<span class="chip state bad">At the next sign-in</span>{{/OVERDUE}}{{#DUE}}<time datetime="{{ISO}}" title="{{EXACT}}">{{EXACT}}</time>{{/DUE}}</td></tr>
{{/ROW}}</tbody></table>{{/SOME_MISS}}
</div></section>
</div>
