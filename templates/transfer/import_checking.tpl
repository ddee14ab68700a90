{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><p class="crumbs"><a href="/import">Import</a></p><h1>Checking {{SOURCE}}</h1><p class="lead">Nothing is changed yet. You can leave this page: <a href="/import">Import</a> leads back to it for a day.</p></div>
</div>
<div class="stack">
<section class="panel"><div class="panel-body"><p role="status"><label for="progress">{{CHECKED}} of {{RECORDS_COUNTED}} checked</label></p><progress id="progress" value="{{CHECKED}}" max="{{RECORDS}}">{{PERCENT}} %</progress></div></section>
<div class="actions"><form class="inline" method="post" action="/import/{{ID}}/check" data-continue><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary">Continue checking</button></form><form class="inline" method="post" action="/import/{{ID}}/discard"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn">Discard</button></form></div>
<p class="muted">If the check does not continue by itself, use the button.</p>
</div>
