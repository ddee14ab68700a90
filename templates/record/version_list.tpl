{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
{{>VERSIONS}}
