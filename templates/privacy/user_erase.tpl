{{%AUTOESCAPE context="HTML"}}
{{! Asking the second administrator to erase a person (user_view.h): HAS_FORM with REASON, UNDER_WAY (erasure_view.h), OWNED, OWNS_NOTHING or OWNS_SOME (OWNER_OPTION), ASK_PASSWORD. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/users">People</a> / <a href="/users/{{ID}}">{{NAME}}</a></p>
<h1>Erase this person</h1>
<p class="lead">A second administrator has to approve it. Then it can be undone until the grace period ends, and never after that.</p>
</div>
</div>
{{#UNDER_WAY}}<div class="callout info"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div>{{ASKED_BY}} asked for it{{#ASKED}} <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/ASKED}}: <a href="{{CASE_URL}}">{{STATE}}</a></div></div>{{/UNDER_WAY}}
{{#HAS_FORM}}<form class="form" method="post" action="/users/{{ID}}/erase" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
{{#OWNS_NOTHING}}<p class="muted">This person owns nothing.</p>{{/OWNS_NOTHING}}
{{#OWNS_SOME}}<div class="field"><label for="hand_over_to">Who takes over what they own or answer for</label><select id="hand_over_to" name="hand_over_to"{{#HAND_OVER_TO_ERROR}} aria-invalid="true" aria-describedby="hand_over_to-error"{{/HAND_OVER_TO_ERROR}}><option value="">Choose someone</option>{{#OWNER_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/OWNER_OPTION}}</select>{{#HAND_OVER_TO_ERROR}}<p class="field-error" id="hand_over_to-error">{{MESSAGE}}</p>{{/HAND_OVER_TO_ERROR}}<p class="hint">{{#OWNED}}{{#FOLLOWS}}, {{/FOLLOWS}}<a href="{{URL}}">{{COUNT}}</a>{{/OWNED}}{{#HAS_ACCOUNTS}}. Without a successor the API tokens of the service accounts stop.{{/HAS_ACCOUNTS}}</p></div>{{/OWNS_SOME}}
<div class="field"><label for="reason">Reason</label><input id="reason" name="reason" value="{{REASON}}" maxlength="500" dir="auto" autocomplete="off" required aria-describedby="reason-hint{{#REASON_ERROR}} reason-error{{/REASON_ERROR}}"{{#REASON_ERROR}} aria-invalid="true"{{/REASON_ERROR}}>{{#REASON_ERROR}}<p class="field-error" id="reason-error">{{MESSAGE}}</p>{{/REASON_ERROR}}<p class="hint" id="reason-hint">Don't name the person here: the reason stays.</p></div>
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password"{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn danger">Ask for approval</button><a class="btn quiet" href="/users/{{ID}}">Cancel</a></div>
</form>{{/HAS_FORM}}
