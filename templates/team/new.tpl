{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><p class="crumbs"><a href="/teams">Teams</a></p><h1>New team</h1></div>
</div>
<form class="stack editor" method="post" action="/teams/new" data-guard{{#UNSAVED}} data-dirty{{/UNSAVED}}>
{{>FIELDS}}
{{>EDITOR_BAR}}
</form>
