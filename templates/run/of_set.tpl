{{%AUTOESCAPE context="HTML"}}
{{! The runs with a test set: TEST_RUNS is run/list.tpl. Includes HEAD. }}
{{>HEAD}}
<div class="stack">{{>TEST_RUNS}}</div>
