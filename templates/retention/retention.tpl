{{%AUTOESCAPE context="HTML"}}
{{! The rules of retention: DUE (retention_view_run), PRESET, KIND (retention_view.h), RULES_VERSION, SAVED, NEVER_SAVED or STANDING, APPROVED, WAITS (approval_view.h), MAY_ASK; RUNS with RUN, OLDER. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<h1>Retention</h1>
<p class="lead">How long each kind of record is kept. Nothing is deleted before a dry run has listed it and another administrator has approved it; what is on <a href="/settings/holds">legal hold</a> is never deleted.</p>
</div>
<div class="actions"><form class="inline" method="post" action="/settings/retention/preview"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn">Start dry run</button></form></div>
</div>
<div class="stack">
{{#DUE}}<div class="callout info"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div><strong>{{ROWS}} due for deletion.</strong> <a href="{{RUN_URL}}">Review the dry run</a> of <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>.</div></div>{{/DUE}}
{{#SAVED}}<p class="muted">Version {{VERSION_NUMBER}}, saved by {{PERSON}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>.</p>{{/SAVED}}{{#NEVER_SAVED}}<p class="muted">These are the defaults of Rostrum: nobody has saved other rules yet. They are engineering defaults, not legal advice.</p>{{/NEVER_SAVED}}
<form class="form wide retention" method="post" action="/settings/retention">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="version" value="{{RULES_VERSION}}">
{{>ERROR_SUMMARY}}
<section class="panel" aria-labelledby="presets-title"><div class="panel-head"><h2 id="presets-title">Presets</h2></div><div class="panel-body stack">
<p class="muted">What you are bound by. A rule outside the bounds of a preset that you choose is refused.</p>
{{#PRESET}}<div><label class="check-row"><input type="checkbox" name="preset_{{PRESET_NAME}}" value="1"{{#CHECKED}} checked{{/CHECKED}}> {{PRESET_TITLE}}</label>
<details class="bounds"><summary>What it sets<span class="sr">: {{PRESET_TITLE}}</span></summary><p class="muted">Source: <a href="{{SOURCE_URL}}" rel="noreferrer">{{SOURCE_NAME}}</a></p><ul>{{#BOUND}}<li><b>{{KIND_TITLE}}</b>: {{#LEAST}}at least {{DAYS}} days{{/LEAST}}{{#MOST}}at most {{DAYS}} days{{/MOST}} ({{ARTICLE}}). {{WHY}}</li>{{/BOUND}}</ul></details></div>
{{/PRESET}}</div></section>
<section class="panel" aria-labelledby="rules-title"><div class="panel-head"><h2 id="rules-title">Rules</h2></div>
<ul class="rows panel-body rules">
{{#KIND}}<li><div class="rule-what"><b id="{{KIND_NAME}}-title">{{KIND_TITLE}}</b><p class="muted">{{WHAT}}</p>{{#RULE_ERROR}}<p class="field-error" id="{{KIND_NAME}}-error">{{MESSAGE}}</p>{{/RULE_ERROR}}</div><div class="rule-do"><label class="check-row"><input type="checkbox" name="{{KIND_NAME}}_on" value="1"{{#IS_ON}} checked{{/IS_ON}}> {{ACTION}}<span class="sr"> {{KIND_TITLE}}</span></label><span class="rule-days"><input class="short" id="{{KIND_NAME}}" name="{{KIND_NAME}}" type="number" min="{{DAYS_MIN}}" max="{{DAYS_MAX}}" value="{{DAYS}}" required aria-label="Days: {{KIND_TITLE}}"{{#RULE_ERROR}} aria-invalid="true" aria-describedby="{{KIND_NAME}}-error"{{/RULE_ERROR}}> days after {{CLOCK}}</span></div></li>
{{/KIND}}</ul></section>
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password"{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn primary" name="do" value="save">Save rules</button><button class="btn" name="do" value="fit">Fit to the presets and save</button></div>
</form>
<section class="panel" aria-labelledby="timer-title"><div class="panel-head"><h2 id="timer-title">Timer</h2></div><div class="panel-body stack">
<p class="muted">The server's timer lists every day what is due, and carries out dry runs that were approved. With standing rules it also deletes on its own once a day what is due by exactly this version; saving other rules ends that.</p>
{{#NEVER_SAVED}}<p>Save the rules to have them approved.</p>{{/NEVER_SAVED}}
{{#WAITS}}<p>{{ASKED_BY}} asked to let the timer delete{{#ASKED}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/ASKED}}. <a href="{{APPROVAL_URL}}">See the request</a></p>{{/WAITS}}
{{#MAY_ASK}}<form class="form" method="post" action="/settings/retention/timer"><input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="reason">Reason</label><input id="reason" name="reason" value="{{REASON}}" maxlength="500" required dir="auto" autocomplete="off"{{#REASON_ERROR}} aria-invalid="true" aria-describedby="reason-error"{{/REASON_ERROR}}>{{#REASON_ERROR}}<p class="field-error" id="reason-error">{{MESSAGE}}</p>{{/REASON_ERROR}}</div>
{{#ASK_PASSWORD}}<div class="field"><label for="timer_password">Your password</label><input id="timer_password" name="current_password" type="password" autocomplete="current-password"></div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn" name="do" value="ask">Ask for standing rules</button></div></form>{{/MAY_ASK}}
{{#APPROVED}}<form class="form" method="post" action="/settings/retention/timer"><input type="hidden" name="csrf" value="{{CSRF}}"><p><a href="{{APPROVAL_URL}}">Approved</a>{{#DECIDED}} by {{DECIDED_BY}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/DECIDED}}.</p>
{{#ASK_PASSWORD}}<div class="field"><label for="timer_password">Your password</label><input id="timer_password" name="current_password" type="password" autocomplete="current-password"></div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn primary" name="do" value="on">Let the timer delete</button></div></form>{{/APPROVED}}
{{#STANDING}}<form class="form" method="post" action="/settings/retention/timer"><input type="hidden" name="csrf" value="{{CSRF}}"><p><span class="chip state">On</span> The timer deletes by these rules{{#SINCE}} since <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SINCE}}.</p>
{{#ASK_PASSWORD}}<div class="field"><label for="timer_password">Your password</label><input id="timer_password" name="current_password" type="password" autocomplete="current-password"></div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn" name="do" value="off">Stop the timer from deleting</button></div></form>{{/STANDING}}
</div></section>
<section aria-labelledby="runs-title"><div class="section-head"><h2 id="runs-title">Runs</h2></div>
{{#RUNS}}<table class="list"><caption class="sr">Runs, newest first</caption>
<thead><tr><th scope="col">Run</th><th scope="col">State</th><th scope="col" class="num">Due</th><th scope="col" class="num">On hold</th><th scope="col" class="num">Deleted</th><th scope="col">Begun</th></tr></thead>
<tbody>
{{#RUN}}<tr><td class="primary"><div class="title"><a href="{{RUN_URL}}">{{RUN_WORD}}</a></div></td><td data-label="State"><span class="chip state {{STATE_CLASS}}">{{STATE}}</span></td><td class="num" data-label="Due">{{DUE_COUNT}}</td><td class="num" data-label="On hold">{{HELD_COUNT}}</td><td class="num" data-label="Deleted">{{DELETED_COUNT}}</td><td class="when" data-label="Begun"><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></td></tr>
{{/RUN}}</tbody></table>{{/RUNS}}
{{#NO_RUNS}}<p class="muted">None yet. A dry run lists what would be deleted, and deletes nothing.</p>{{/NO_RUNS}}
{{#OLDER}}<p><a class="btn small" href="/settings/retention?before={{OLDER_CURSOR:url_query_escape}}">Older</a></p>{{/OLDER}}
</section>
</div>
