{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><p class="crumbs"><a href="/teams">Teams</a></p><h1>New team</h1>{{#COPIED}}<p class="lead">A copy of <bdi>{{SOURCE_NAME}}</bdi>. Nothing is saved before you create it.</p>{{/COPIED}}</div>
</div>
<form class="form wide" method="post" action="/teams/new" data-guard{{#UNSAVED}} data-dirty{{/UNSAVED}}>
{{>FIELDS}}
<div class="form-actions"><button class="btn primary" name="do" value="save">Create team</button><a class="btn quiet" href="/teams">Cancel</a></div>
</form>
