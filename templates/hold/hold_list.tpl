{{%AUTOESCAPE context="HTML"}}
{{! Legal holds: HOLD (SUBJECT KIND_WORD REASON PERSON, PLACED; WAITS, APPROVED, ASK), RELEASED_HOLD, EMPTY, OLDER; the form: KIND_OPTION (VALUE TEXT SELECTED), NAME, REASON. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<h1>Legal holds</h1>
<p class="lead">What a court or an authority may ask for: neither retention nor an erasure nor a person deletes it as long as the hold is on. Releasing one takes two administrators.</p>
</div>
</div>
<div class="stack">
{{>ERROR_SUMMARY}}
{{#HOLD}}<section class="panel"><div class="panel-head"><h2 dir="auto">{{SUBJECT}}</h2><span class="chip">{{KIND_WORD}}</span></div><div class="panel-body stack">
<p class="said" dir="auto">{{REASON}}</p>
<p class="muted">Placed by {{PERSON}}{{#PLACED}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/PLACED}}.</p>
{{#WAITS}}<p>{{ASKED_BY}} asked to release it{{#ASKED}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/ASKED}}. <a href="{{APPROVAL_URL}}">See the request</a></p>{{/WAITS}}
{{#APPROVED}}<form class="inline" method="post" action="{{RELEASE_URL}}"><input type="hidden" name="csrf" value="{{CSRF}}"><a href="{{APPROVAL_URL}}">The release is approved.</a> <button class="btn">Release<span class="sr"> the hold on {{SUBJECT}}</span></button></form>{{/APPROVED}}
{{#ASK}}<details><summary>Release this hold<span class="sr"> on {{SUBJECT}}</span></summary><form class="form" method="post" action="{{ASK_URL}}"><input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="why-{{HOLD_ID}}">Why can it be released?</label><input id="why-{{HOLD_ID}}" name="reason" maxlength="500" required dir="auto" autocomplete="off"></div>
{{#ASK_PASSWORD}}<div class="field"><label for="password-{{HOLD_ID}}">Your password</label><input id="password-{{HOLD_ID}}" name="current_password" type="password" autocomplete="current-password"></div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn">Ask for release</button></div></form></details>{{/ASK}}
</div></section>
{{/HOLD}}
{{#EMPTY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#lock"></use></svg>
<h2>No legal hold is on</h2><p>Place one as soon as something may be asked for.</p></section>{{/EMPTY}}
{{#OLDER}}<p><a class="btn small" href="/settings/holds?before={{OLDER_CURSOR:url_query_escape}}">Older</a></p>{{/OLDER}}
<section class="panel" aria-labelledby="place-title"><div class="panel-head"><h2 id="place-title">Place a hold</h2></div><div class="panel-body"><form class="form" method="post" action="/settings/holds">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="kind">On</label><select id="kind" name="kind"{{#KIND_ERROR}} aria-invalid="true" aria-describedby="kind-error"{{/KIND_ERROR}}>{{#KIND_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/KIND_OPTION}}</select>{{#KIND_ERROR}}<p class="field-error" id="kind-error">{{MESSAGE}}</p>{{/KIND_ERROR}}</div>
<div class="field"><label for="name">Name</label><input id="name" name="name" value="{{NAME}}" maxlength="254" dir="auto" autocomplete="off" spellcheck="false" aria-describedby="name-hint{{#NAME_ERROR}} name-error{{/NAME_ERROR}}"{{#NAME_ERROR}} aria-invalid="true"{{/NAME_ERROR}}>{{#NAME_ERROR}}<p class="field-error" id="name-error">{{MESSAGE}}</p>{{/NAME_ERROR}}<p class="hint" id="name-hint">The name of the record, or the name or email of the person. Leave it empty for the whole organization.</p></div>
<div class="field"><label for="reason">Reason</label><input id="reason" name="reason" value="{{REASON}}" maxlength="500" required dir="auto" autocomplete="off"{{#REASON_ERROR}} aria-invalid="true" aria-describedby="reason-error"{{/REASON_ERROR}}>{{#REASON_ERROR}}<p class="field-error" id="reason-error">{{MESSAGE}}</p>{{/REASON_ERROR}}</div>
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password"{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn primary">Place hold</button></div>
</form></div></section>
{{#RELEASED}}<section aria-labelledby="released-title"><div class="section-head"><h2 id="released-title">Released</h2></div><ul class="rows">
{{#RELEASED_HOLD}}<li><b dir="auto">{{SUBJECT}}</b> <span class="muted">{{KIND_WORD}}; placed by {{PERSON}}; released by {{RELEASED_BY}}{{#UNTIL}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/UNTIL}}</span></li>
{{/RELEASED_HOLD}}</ul></section>{{/RELEASED}}
</div>
