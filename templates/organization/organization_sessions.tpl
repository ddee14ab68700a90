{{%AUTOESCAPE context="HTML"}}
{{! When sessions end: IDLE_MINUTES HOURS ADMIN_IDLE_MINUTES ADMIN_HOURS. Includes ERROR_SUMMARY. }}
<div class="page-head"><div><h1>Session settings</h1><p class="lead">When people of the organization have to sign in again. A change holds at once, also for sessions that are there.</p></div><div class="actions"><a class="btn" href="/settings/organization">Organization</a></div></div>
<form class="form" method="post" action="/settings/organization/sessions">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<fieldset><legend>Everyone else</legend>
<div class="field"><label for="idle_minutes">Minutes without activity</label><input id="idle_minutes" name="idle_minutes" type="number" inputmode="numeric" min="1" value="{{IDLE_MINUTES}}" required aria-describedby="idle_minutes-hint{{#IDLE_MINUTES_ERROR}} idle_minutes-error{{/IDLE_MINUTES_ERROR}}"{{#IDLE_MINUTES_ERROR}} aria-invalid="true"{{/IDLE_MINUTES_ERROR}}>{{#IDLE_MINUTES_ERROR}}<p class="field-error" id="idle_minutes-error">{{MESSAGE}}</p>{{/IDLE_MINUTES_ERROR}}<p class="hint" id="idle_minutes-hint">5 to 1440; 120 at the beginning.</p></div>
<div class="field"><label for="hours">Hours after signing in</label><input id="hours" name="hours" type="number" inputmode="numeric" min="1" value="{{HOURS}}" required aria-describedby="hours-hint{{#HOURS_ERROR}} hours-error{{/HOURS_ERROR}}"{{#HOURS_ERROR}} aria-invalid="true"{{/HOURS_ERROR}}>{{#HOURS_ERROR}}<p class="field-error" id="hours-error">{{MESSAGE}}</p>{{/HOURS_ERROR}}<p class="hint" id="hours-hint">1 to 720; 24 at the beginning.</p></div>
</fieldset>
<fieldset><legend>Administrators and superusers</legend>
<div class="field"><label for="admin_idle_minutes">Minutes without activity</label><input id="admin_idle_minutes" name="admin_idle_minutes" type="number" inputmode="numeric" min="1" value="{{ADMIN_IDLE_MINUTES}}" required aria-describedby="admin_idle_minutes-hint{{#ADMIN_IDLE_MINUTES_ERROR}} admin_idle_minutes-error{{/ADMIN_IDLE_MINUTES_ERROR}}"{{#ADMIN_IDLE_MINUTES_ERROR}} aria-invalid="true"{{/ADMIN_IDLE_MINUTES_ERROR}}>{{#ADMIN_IDLE_MINUTES_ERROR}}<p class="field-error" id="admin_idle_minutes-error">{{MESSAGE}}</p>{{/ADMIN_IDLE_MINUTES_ERROR}}<p class="hint" id="admin_idle_minutes-hint">5 to 120, and no longer than for everyone else; 30 at the beginning.</p></div>
<div class="field"><label for="admin_hours">Hours after signing in</label><input id="admin_hours" name="admin_hours" type="number" inputmode="numeric" min="1" value="{{ADMIN_HOURS}}" required aria-describedby="admin_hours-hint{{#ADMIN_HOURS_ERROR}} admin_hours-error{{/ADMIN_HOURS_ERROR}}"{{#ADMIN_HOURS_ERROR}} aria-invalid="true"{{/ADMIN_HOURS_ERROR}}>{{#ADMIN_HOURS_ERROR}}<p class="field-error" id="admin_hours-error">{{MESSAGE}}</p>{{/ADMIN_HOURS_ERROR}}<p class="hint" id="admin_hours-hint">1 to 24, and no longer than for everyone else; 12 at the beginning.</p></div>
</fieldset>
<div class="form-actions"><button class="btn primary">Save session settings</button></div>
</form>
