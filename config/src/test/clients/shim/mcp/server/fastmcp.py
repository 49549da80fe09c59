"""In place of the protocol's package: tools stay the functions that they are."""


class FastMCP:
    def __init__(self, name):
        self.name = name
        self.tools = {}

    def tool(self):
        def keep(function):
            self.tools[function.__name__] = function
            return function

        return keep
