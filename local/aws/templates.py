"""CloudFormation reads templates by libyaml: ours has seven thousand lines, a second in Python."""


def install() -> None:
    import yaml
    from ministack.services.cloudformation import engine

    if yaml.__with_libyaml__:

        class Loader(yaml.CSafeLoader):
            yaml_constructors = engine.CfnLoader.yaml_constructors

        engine.CfnLoader = Loader
