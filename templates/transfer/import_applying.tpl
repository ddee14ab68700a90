{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><p class="crumbs"><a href="/import">Import</a></p><h1>Importing {{SOURCE}}</h1><p class="lead">What is imported is there already, for everyone. You can leave this page: <a href="/import">Import</a> leads back to it.</p></div>
</div>
<div class="stack">
{{#STOPPED}}<div class="callout warning" role="alert"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>{{REASON}}</div></div>
{{/STOPPED}}<section class="panel"><div class="panel-body"><p role="status"><label for="progress">{{CHECKED}} of {{RECORDS_COUNTED}} {{DONE_WORD}}</label></p><progress id="progress" value="{{CHECKED}}" max="{{RECORDS}}">{{PERCENT}} %</progress></div></section>
<div class="actions"><form class="inline" method="post" action="/import/{{ID}}/start"{{#GOES_ON}} data-continue{{/GOES_ON}}><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary">Continue importing</button></form><form class="inline" method="post" action="/import/{{ID}}/stop"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn">Stop here</button></form></div>
<p class="muted">If the import does not continue by itself, use the button. “Stop here” keeps what is imported and skips the rest.</p>
</div>
