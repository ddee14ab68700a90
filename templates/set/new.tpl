{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><p class="crumbs"><a href="/sets">Test sets</a></p><h1>New test set</h1>{{#COPIED}}<p class="lead">A copy of <bdi>{{SOURCE_NAME}}</bdi>. Nothing is saved before you create it.</p>{{/COPIED}}</div>
</div>
<form class="stack editor" method="post" action="/sets/new" data-guard{{#UNSAVED}} data-dirty{{/UNSAVED}}>
{{>FIELDS}}
{{>EDITOR_BAR}}
</form>
