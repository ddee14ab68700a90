{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><p class="crumbs"><a href="/import">Import</a></p><h1>Undoing {{SOURCE}}</h1><p class="lead">What is undone is gone already; what someone changed since is kept. You can leave this page: <a href="/import">Import</a> leads back to it.</p></div>
</div>
<div class="stack">
<section class="panel"><div class="panel-body"><p role="status"><label for="progress">{{CHECKED}} of {{RECORDS_COUNTED}} {{DONE_WORD}}</label></p><progress id="progress" value="{{CHECKED}}" max="{{RECORDS}}">{{PERCENT}} %</progress></div></section>
<div class="actions"><form class="inline" method="post" action="/import/{{ID}}/undo"{{#GOES_ON}} data-continue{{/GOES_ON}}><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary">Continue undoing</button></form></div>
<p class="muted">If it does not continue by itself, use the button.</p>
</div>
