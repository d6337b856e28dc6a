// What an object is connected with, as a small picture: itself in the middle, the others around it.
// The same can be read and followed as a list.
import { Anchor, List } from '@mantine/core'
import { Link } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import type { Relations } from '../api/objects.ts'
import { useWords } from '../words/language.tsx'

const size = { width: 640, height: 360 }
const drawnMax = 16
const labelMax = 22

type Place = { x: number; y: number }

const middle: Place = { x: size.width / 2, y: size.height / 2 }

const placeAround = (index: number, count: number): Place => {
  const angle = (2 * Math.PI * index) / count - Math.PI / 2
  return {
    x: middle.x + Math.cos(angle) * size.width * 0.37,
    y: middle.y + Math.sin(angle) * size.height * 0.38,
  }
}

const shorten = (text: string): string =>
  [...text].length > labelMax ? `${[...text].slice(0, labelMax - 1).join('')}…` : text

const linkOf = (id: string): string => `${pagePaths.objects}/${encodeURIComponent(id)}`

type GraphProps = { id: string; relations: Relations }

const Picture = ({ id, relations }: GraphProps) => {
  const { w } = useWords()
  const around = relations.nodes.filter((node) => node.id !== id).slice(0, drawnMax)
  const places = new Map(around.map((node, i) => [node.id, placeAround(i, around.length)]))
  places.set(id, middle)
  const nodes = relations.nodes.filter((node) => places.has(node.id))
  return (
    <svg
      className="graph"
      viewBox={`0 0 ${size.width} ${size.height}`}
      width="100%"
      role="img"
      aria-label={w.objects.graph(relations.nodes.length - 1)}
    >
      {relations.edges.map(({ from, to, label }) => {
        const [a, b] = [places.get(from), places.get(to)]
        if (a === undefined || b === undefined) return null
        return (
          <g key={`${from} ${to} ${label}`}>
            <line className="edge" x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
            <text
              className="edge-name"
              x={(a.x + b.x) / 2}
              y={(a.y + b.y) / 2 - 3}
              textAnchor="middle"
            >
              {label}
            </text>
          </g>
        )
      })}
      {nodes.map((node) => {
        const { x, y } = places.get(node.id)!
        return (
          <g key={node.id}>
            <circle className="node" data-here={node.id === id} cx={x} cy={y} r={9} />
            <text x={x} y={y + 24} textAnchor="middle">
              {shorten(node.title ?? node.type)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

export const Graph = ({ id, relations }: GraphProps) => {
  const names = new Map(relations.nodes.map((node) => [node.id, node]))
  return (
    <>
      <Picture id={id} relations={relations} />
      <List size="sm">
        {relations.edges.map(({ from, to, label }) => {
          const other = names.get(from === id ? to : from)
          if (other === undefined) return null
          return (
            <List.Item key={`${from} ${to} ${label}`}>
              {from === id ? '→' : '←'} {label}:{' '}
              <Anchor component={Link} href={linkOf(other.id)}>
                {other.title ?? other.type}
              </Anchor>
            </List.Item>
          )
        })}
      </List>
    </>
  )
}
