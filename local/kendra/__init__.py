"""Amazon Kendra's ``Query`` over a folder of FAQ files, by a local sentence encoder."""
