{{%AUTOESCAPE context="HTML"}}
{{! Where an agent is used; filled by agent_used_show(). }}
{{#NO_USES}}<p class="muted">No team has it as a member, and no other agent hands over to it.</p>{{/NO_USES}}
{{>USED_BY}}
