"""LlamaIndex with the tools of an API, over MCP: `python main.py "Which book is bk_001?"`.

GATEWAY_URL is where `routewright serve … --http` listens. The model is any that speaks OpenAI's Chat Completions:
OPENAI_API_KEY and OPENAI_BASE_URL.
"""

import asyncio
import os
import sys

from llama_index.core.agent.workflow import FunctionAgent
from llama_index.llms.openai_like import OpenAILike
from llama_index.tools.mcp import BasicMCPClient, McpToolSpec


async def main(question: str) -> None:
    client = BasicMCPClient(os.environ.get("GATEWAY_URL", "http://127.0.0.1:8808/mcp"))
    tools = await McpToolSpec(client=client).to_tool_list_async()
    model = OpenAILike(
        model=os.environ.get("MODEL", "gpt-5"),
        api_base=os.environ.get("OPENAI_BASE_URL", "https://api.openai.com/v1"),
        api_key=os.environ["OPENAI_API_KEY"],
        is_chat_model=True,
        is_function_calling_model=True,
    )
    agent = FunctionAgent(tools=tools, llm=model, streaming=False)
    print(await agent.run(question))


asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "Which book is bk_001?"))
